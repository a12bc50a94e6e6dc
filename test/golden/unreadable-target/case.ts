import { aDesired, aFault, at, DEV, type Given, PROD_EU } from "../../fakes/builders.ts";

export const given: Given = {
  desired: [
    aDesired({ name: "checkout-summarizer", declaredAt: at(22) }),
    aDesired({ name: "checkout-summarizer", target: DEV, declaredAt: at(22) }),
  ],
  unread: [
    { ...DEV, status: "unreadable", fault: aFault() },
    { ...PROD_EU, status: "pending" },
  ],
};
