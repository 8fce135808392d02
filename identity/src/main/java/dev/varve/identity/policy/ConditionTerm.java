package dev.varve.identity.policy;

import java.util.List;

/**
 * One line of a condition: which values a key may have.
 *
 * @param ifExists whether the line holds where the request does not have the key
 * @param key in lower case
 * @param wanted at least one
 */
record ConditionTerm(
    Operator operator, Quantifier quantifier, boolean ifExists, String key, List<Template> wanted) {

  /** Which of a request's values have to fit. */
  enum Quantifier {
    /** The key has one value. */
    ONE,
    /** {@code ForAllValues}: all, and none is fine too. */
    ALL,
    /** {@code ForAnyValue}: one of them. */
    ANY
  }

  ConditionTerm {
    wanted = List.copyOf(wanted);
  }

  /**
   * Whether the line holds.
   *
   * <p>Where a key has several values and the policy did not say which have to fit, all have to for
   * a statement that allows, and one is enough for one that denies.
   *
   * @param allows whether the statement allows
   */
  boolean holds(Facts facts, boolean allows) {
    List<String> actual = facts.values(key);
    if (Facts.isUnknown(actual)) {
      return !allows;
    }
    if (operator == Operator.NULL) {
      return fits(String.valueOf(actual.isEmpty()), facts, allows);
    }
    if (actual.isEmpty()) {
      return ifExists
          || quantifier == Quantifier.ALL
          || (quantifier == Quantifier.ONE && operator.isNegated());
    }
    boolean all = quantifier == Quantifier.ALL || (quantifier == Quantifier.ONE && allows);
    for (String value : actual) {
      if (fits(value, facts, allows) != all) {
        return !all;
      }
    }
    return all;
  }

  private boolean fits(String value, Facts facts, boolean allows) {
    boolean fits = false;
    for (Template template : wanted) {
      int[] symbols = template.symbols(facts);
      if (symbols == null) {
        if (operator.isNegated()) {
          return !allows; // a value that is not known may be any
        }
      } else if (operator.fits(value, symbols)) {
        fits = true;
      }
    }
    return fits != operator.isNegated();
  }
}
