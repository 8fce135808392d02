package dev.varve.identity.policy;

import java.util.List;

/**
 * A statement of a policy.
 *
 * @param allows or denies
 * @param actions templates in lower case, or those that are excepted
 * @param exceptActions whether the statement is about all other actions
 * @param resources or those that are excepted; empty in a resource policy that names none: then it
 *     is about all that the policy is attached to
 * @param exceptResources whether the statement is about all other resources
 * @param principals null in a policy of a user or role
 */
record Statement(
    boolean allows,
    List<Template> actions,
    boolean exceptActions,
    List<Template> resources,
    boolean exceptResources,
    Principals principals,
    List<ConditionTerm> conditions) {

  Statement {
    actions = List.copyOf(actions);
    resources = List.copyOf(resources);
    conditions = List.copyOf(conditions);
  }

  boolean isAbout(String action, String resource, Principal principal, Facts facts) {
    return (principals == null || principals.have(principal, allows))
        && matchesAny(actions, Keys.normal(action), Facts.NONE) != exceptActions
        && (resources.isEmpty() || matchesAny(resources, resource, facts) != exceptResources)
        && conditionsHold(facts);
  }

  private boolean conditionsHold(Facts facts) {
    for (ConditionTerm condition : conditions) {
      if (!condition.holds(facts, allows)) {
        return false;
      }
    }
    return true;
  }

  private static boolean matchesAny(List<Template> templates, String text, Facts facts) {
    for (Template template : templates) {
      if (template.matches(text, facts)) {
        return true;
      }
    }
    return false;
  }
}
