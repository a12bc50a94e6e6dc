/** Every rule, in the order of the format's keys. */
import { accountIdsAreDistinct, accountsAreDeclared, formerStacksDiffer } from "./accounts.ts";
import { adoptedArnsFit } from "./adopt.ts";
import { costTagsAreUsed, costTagsCanBeActivated } from "./cost-tags.ts";
import { teamsStayWithinFences } from "./fences.ts";
import { allowanceEndsOnARealDay } from "./guards.ts";
import { aliasesAreModels, modelsResolve, profilesHaveModels } from "./models.ts";
import { namesAreDistinct, namesDifferByMoreThanCase, releasedAreNotDeclared } from "./names.ts";
import { modelsAreAllowed, requiredTagsAreThere } from "./policy.ts";
import { presentNamesAreUsed, projectsDifferByMoreThanCase, projectValuesAreDistinct } from "./projects.ts";
import { publishedPathsAreSound } from "./publish.ts";
import { defaultRegionsAreDeclared, profileRegionsAreDeclared, regionsAreKnown } from "./regions.ts";
import type { Rule } from "./rule.ts";
import { profilesHaveFewTags, tagsAreSound } from "./tags.ts";

export const RULES: readonly Rule[] = [
  formerStacksDiffer,
  regionsAreKnown,
  accountIdsAreDistinct,
  accountsAreDeclared,
  aliasesAreModels,
  defaultRegionsAreDeclared,
  tagsAreSound,
  costTagsCanBeActivated,
  costTagsAreUsed,
  requiredTagsAreThere,
  modelsAreAllowed,
  allowanceEndsOnARealDay,
  publishedPathsAreSound,
  projectValuesAreDistinct,
  projectsDifferByMoreThanCase,
  presentNamesAreUsed,
  namesAreDistinct,
  namesDifferByMoreThanCase,
  profilesHaveModels,
  modelsResolve,
  profileRegionsAreDeclared,
  profilesHaveFewTags,
  adoptedArnsFit,
  teamsStayWithinFences,
  releasedAreNotDeclared,
];
