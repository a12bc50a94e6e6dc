/** `list --expiring` as JSON (schema/list.schema.json). */
import type { DeadlineRow, EndingModel, SystemDeadline } from "../core/deadlines.ts";
import { toFilePlace } from "../core/file-place.ts";
import { exactMoney } from "../core/money.ts";
import type { Ahead, DeadlineListing } from "./deadline-list-text.ts";
import { jsonText } from "./json-text.ts";
import { toJsonSource, toJsonUnread } from "./list-json.ts";

export function renderDeadlineListJson({ days, until, rows, unread, amounts }: DeadlineListing): string {
  const money = amounts === null ? null : { month: amounts.month, unit: amounts.unit };
  return jsonText({
    formatVersion: "1.0",
    expiring: { days, until, money },
    profiles: rows.map(toJsonRow),
    unread: unread.map(toJsonUnread),
  });
}

function toJsonRow(row: DeadlineRow) {
  const { account, accountName, region, name, arn, ownership, project, owner, change, money } = row;
  return {
    account,
    accountName,
    region,
    name,
    arn,
    ownership,
    project,
    owner,
    ...toJsonEnding(row),
    change: change === null ? null : { alias: change.alias, declaredAt: toFilePlace(change.declaredAt) },
    money: money === null ? null : exactMoney(money),
  };
}

function toJsonEnding({ model, status, legacy, extendedAccess, endOfLife, daysLeft }: EndingModel) {
  return { model, status, legacy, extendedAccess, endOfLife, daysLeft };
}

export function renderSystemDeadlinesJson(rows: readonly SystemDeadline[], { days, until }: Ahead): string {
  const sources = rows.map((row) => ({ ...toJsonSource(row), ...toJsonEnding(row) }));
  return jsonText({ formatVersion: "1.0", expiring: { days, until }, sources });
}
