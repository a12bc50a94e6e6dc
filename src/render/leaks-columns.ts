/** The columns of `leaks` where there is room for all of them: pages and Markdown. */
import { grouped } from "../core/calls.ts";
import type { LeakReport, LeakRow } from "../core/leaks.ts";
import { type ModelUse, tokensOf } from "../core/model-use.ts";
import { exactMoney, moneyText, shareText } from "../core/money.ts";
import { ABOUT, calledText, currencyOf, mendText, rowMoney, tokenShare, wayText } from "./leaks-words.ts";
import { compact } from "./usage-words.ts";

export interface LeakColumn {
  readonly title: string;
  readonly isNumber: boolean;
  /** Left out on a phone. */
  readonly isMinor?: boolean;
  readonly text: (row: LeakRow) => string;
  /** What it is sorted by. */
  readonly value: (row: LeakRow) => string;
  /** Of what leaked; rows of what is told apart elsewhere are no part of it. */
  readonly sum: string;
}

/** Tokens that went in, from the cache and into it too. */
export function tokensIn({ inputTokens, cacheReadTokens, cacheWriteTokens }: ModelUse): number {
  return inputTokens + cacheReadTokens + cacheWriteTokens;
}

export function accountText({ accountName, account }: LeakRow): string {
  return accountName ?? account;
}

export function isOneAccount({ rows }: LeakReport): boolean {
  return new Set(rows.map(({ account }) => account)).size <= 1;
}

/** What was called, and whose it is where it is a profile: `chat-bot (unmanaged, no project)`. */
export function namedText(row: LeakRow): string {
  const way = wayText(row);
  return way === "" ? calledText(row) : `${calledText(row)} (${way})`;
}

export function columnsOf(report: LeakReport): LeakColumn[] {
  const { money, leaked } = report.totals;
  const whole = BigInt(tokensOf(report.totals.all));
  const hasMoney = report.rows.some((row) => row.money !== null);
  return [
    words("called", namedText, "All leaks"),
    ...(isOneAccount(report) ? [] : [words("account", accountText)]),
    words("region", ({ region }) => region),
    { ...counts("calls", ({ invocations }) => invocations, leaked), isMinor: true },
    { ...counts("in", tokensIn, leaked, compact), isMinor: true },
    { ...counts("out", ({ outputTokens }) => outputTokens, leaked, compact), isMinor: true },
    {
      title: "share",
      isNumber: true,
      text: (row) => tokenShare(row, report),
      value: ({ use }) => String(tokensOf(use)),
      sum: shareText(BigInt(tokensOf(leaked)), whole),
    },
    ...(hasMoney
      ? [
          {
            title: `${ABOUT} ${currencyOf(report)}`,
            isNumber: true,
            text: rowMoney,
            value: (row: LeakRow) => (row.money === null ? "0" : exactMoney(row.money)),
            sum: money === null ? "" : `${ABOUT} ${moneyText(money)}`,
          },
        ]
      : []),
    words("instead", mendText),
  ];
}

function words(title: string, text: (row: LeakRow) => string, sum = ""): LeakColumn {
  return { title, isNumber: false, text, value: text, sum };
}

function counts(
  title: string,
  pick: (use: ModelUse) => number,
  leaked: ModelUse,
  shown: (count: number) => string = grouped,
): LeakColumn {
  return {
    title,
    isNumber: true,
    text: ({ use }) => shown(pick(use)),
    value: ({ use }) => String(pick(use)),
    sum: shown(pick(leaked)),
  };
}
