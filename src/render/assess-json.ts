/** `strata assess` as JSON (schema/assess.schema.json). */
import { type EstateProfile, type EstateSpend, isWhole } from "../core/assess.ts";
import type { Finding, FoundCase } from "../core/assess-findings.ts";
import type { Assessment } from "../core/assess-report.ts";
import type { Fault } from "../core/fault.ts";
import { exactMoney } from "../core/money.ts";
import { toFileFault } from "../core/plan-file.ts";
import { jsonText } from "./json-text.ts";

export function renderAssessJson(assessment: Assessment): string {
  const { estate, verdict, toMend, findings, keys, managers, newProfiles, next, spend } = assessment;
  return jsonText({
    formatVersion: "1.0",
    at: estate.at,
    verdict,
    complete: isWhole(estate),
    expiringDays: estate.expiringDays,
    summary: { profiles: estate.profiles.length, toMend, new: newProfiles, managers },
    accounts: estate.accounts.map(({ id, name, through, fault }) => ({ id, name, through, fault: faultOf(fault) })),
    targets: estate.targets.map(({ account, accountName, region, status, profiles, fault }) => ({
      ...{ account, accountName, region, status, profiles },
      fault: faultOf(fault),
    })),
    profiles: estate.profiles.map(toJsonProfile),
    findings: findings.map(toJsonFinding),
    tagKeys: keys.map(({ key, profiles }) => ({ key, profiles })),
    spend: toJsonSpend(spend),
    gaps: estate.gaps.map(({ what, targets, fault }) => ({ what, targets, fault: faultOf(fault) })),
    next: { command: next.command, words: next.words },
  });
}

function faultOf(fault: Fault | null) {
  return fault === null ? null : toFileFault(fault);
}

function toJsonProfile(profile: EstateProfile) {
  const { account, accountName, region, name, id, arn, createdAt, modelIds, tags, manager, calls, isNew, ending } =
    profile;
  return { account, accountName, region, name, id, arn, createdAt, modelIds, tags, manager, calls, isNew, ending };
}

function toJsonFinding({ kind, profiles, cases, spend }: Finding) {
  return {
    kind,
    profiles,
    cases: cases.map(toJsonCase),
    spend:
      spend === null
        ? null
        : {
            key: spend.key,
            knownKeys: spend.known,
            activeKeys: spend.active,
            amount: exactMoney(spend.amount),
            total: exactMoney(spend.total),
            currency: spend.currency,
          },
  };
}

function toJsonCase({ profile, evidence }: FoundCase) {
  const { account, region, name, arn } = profile;
  const model = evidence.type === "model" ? { model: evidence.model.model, endOfLife: evidence.model.endOfLife } : {};
  const slip = evidence.type === "case" ? { key: evidence.key, from: evidence.from, to: evidence.to } : {};
  return { account, region, name, arn, ...model, ...slip };
}

function toJsonSpend(spend: EstateSpend) {
  switch (spend.status) {
    case "not-asked":
      return { status: spend.status, reason: spend.reason };
    case "unread":
      return {
        status: spend.status,
        isLinked: spend.isLinked,
        requests: spend.price.requests,
        fault: toFileFault(spend.fault),
      };
    case "told": {
      const { status, period, accounts, currency, total, isEstimated, keys, unasked, unfollowed, price } = spend;
      return {
        ...{ status, start: period.start, end: period.end, accounts, currency, total: exactMoney(total), isEstimated },
        keys: keys.map(({ key, covered, uncovered, share, partialFrom, isKnown }) => ({
          ...{ key, isKnown, covered: exactMoney(covered), uncovered: exactMoney(uncovered), share, partialFrom },
        })),
        unasked,
        unfollowed,
        requests: price.requests,
      };
    }
  }
}
