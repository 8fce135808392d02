package dev.varve.identity.policy;

/**
 * Who makes a request, as resource policies name him.
 *
 * @param account of the caller, twelve digits
 * @param arn of the user or the session
 * @param roleArn of the role whose session it is; null for a user
 */
public record Principal(String account, String arn, String roleArn) {
  boolean is(String principal) {
    return principal.equals("*") || principal.equals(arn) || principal.equals(roleArn);
  }

  /**
   * Whether a principal stands for the account. That hands the decision to the account's own
   * policies: it allows nothing by itself, and denies everybody.
   */
  boolean isOfAccount(String principal) {
    return principal.equals(account) || principal.equals("arn:aws:iam::" + account + ":root");
  }
}
