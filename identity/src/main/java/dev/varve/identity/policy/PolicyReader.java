package dev.varve.identity.policy;

import dev.varve.identity.json.JsonTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the JSON of policies, and refuses what it does not know: it might have denied something.
 */
final class PolicyReader {
  private static final String WITH_VARIABLES = "2012-10-17";
  private static final String WITHOUT_VARIABLES = "2008-10-17";

  private static final Set<String> MEMBERS = Set.of("Version", "Id", "Statement");
  private static final Set<String> STATEMENT_MEMBERS =
      Set.of(
          "Sid",
          "Effect",
          "Action",
          "NotAction",
          "Resource",
          "NotResource",
          "Principal",
          "NotPrincipal",
          "Condition");
  private static final Set<String> PRINCIPAL_KINDS =
      Set.of("AWS", "Service", "Federated", "CanonicalUser");

  private final boolean ofResource;
  private boolean variables;

  PolicyReader(boolean ofResource) {
    this.ofResource = ofResource;
  }

  List<Statement> read(String text) {
    Map<String, Object> policy;
    try {
      policy = JsonTree.object(text);
    } catch (IllegalArgumentException e) {
      throw new MalformedPolicyException(e.getMessage(), e);
    }
    requireKnown("the policy", policy, MEMBERS);
    Object version = policy.getOrDefault("Version", WITHOUT_VARIABLES);
    if (!version.equals(WITH_VARIABLES) && !version.equals(WITHOUT_VARIABLES)) {
      throw new MalformedPolicyException(
          "Version is " + WITH_VARIABLES + " or " + WITHOUT_VARIABLES + ", not " + version);
    }
    variables = version.equals(WITH_VARIABLES);
    Object found = policy.get("Statement");
    List<?> elements =
        switch (found) {
          case null -> throw new MalformedPolicyException("there is no Statement");
          case List<?> list -> list;
          default -> List.of(found);
        };
    if (elements.isEmpty()) {
      throw new MalformedPolicyException("there is no Statement");
    }
    List<Statement> statements = new ArrayList<>();
    for (Object element : elements) {
      try {
        statements.add(statement(members("it", element)));
      } catch (MalformedPolicyException e) {
        throw new MalformedPolicyException(
            "Statement " + (statements.size() + 1) + ": " + e.getMessage(), e);
      }
    }
    return statements;
  }

  private Statement statement(Map<String, Object> statement) {
    requireKnown("it", statement, STATEMENT_MEMBERS);
    boolean allows = allows(statement.get("Effect"));
    boolean exceptActions = isOther(statement, "Action", "NotAction", true);
    boolean exceptResources = isOther(statement, "Resource", "NotResource", !ofResource);
    List<Template> actions = new ArrayList<>();
    for (String action : texts(exceptActions ? "NotAction" : "Action", statement)) {
      if (!action.equals("*") && (action.indexOf(':') < 1 || action.endsWith(":"))) {
        throw new MalformedPolicyException(
            "an action is *, or a service and a name such as dynamodb:GetItem, not " + action);
      }
      actions.add(Template.of(Keys.normal(action), false));
    }
    List<Template> resources = new ArrayList<>();
    for (String resource : texts(exceptResources ? "NotResource" : "Resource", statement)) {
      if (!resource.equals("*") && !resource.startsWith("arn:")) {
        throw new MalformedPolicyException("a resource is * or an ARN, not " + resource);
      }
      resources.add(Template.of(resource, variables));
    }
    return new Statement(
        allows,
        actions,
        exceptActions,
        resources,
        exceptResources,
        principals(statement, allows),
        conditions(statement.get("Condition")));
  }

  private static boolean allows(Object effect) {
    return switch (effect) {
      case String text when text.equals("Allow") -> true;
      case String text when text.equals("Deny") -> false;
      case null -> throw new MalformedPolicyException("there is no Effect");
      default -> throw new MalformedPolicyException("Effect is Allow or Deny, not " + effect);
    };
  }

  /** Whether a statement has the second of two members that exclude each other. */
  private static boolean isOther(
      Map<String, Object> statement, String one, String other, boolean required) {
    boolean hasOther = statement.containsKey(other);
    if (statement.containsKey(one) == hasOther && (hasOther || required)) {
      throw new MalformedPolicyException("it has either " + one + " or " + other);
    }
    return hasOther;
  }

  private Principals principals(Map<String, Object> statement, boolean allows) {
    if (!ofResource) {
      if (statement.containsKey("Principal") || statement.containsKey("NotPrincipal")) {
        throw new MalformedPolicyException(
            "a principal stands in policies of resources only: this one is attached to one");
      }
      return null;
    }
    boolean except = isOther(statement, "Principal", "NotPrincipal", true);
    if (except && allows) {
      throw new MalformedPolicyException("NotPrincipal stands with the effect Deny only");
    }
    Object found = statement.get(except ? "NotPrincipal" : "Principal");
    if (found.equals("*")) {
      return new Principals(List.of("*"), except);
    }
    Map<String, Object> kinds = members("Principal", found);
    requireKnown("Principal", kinds, PRINCIPAL_KINDS);
    // Services, canonical users and federated ones never call here: only their form is looked at.
    kinds.keySet().forEach(kind -> texts(kind, kinds));
    return new Principals(texts("AWS", kinds), except);
  }

  private List<ConditionTerm> conditions(Object found) {
    List<ConditionTerm> terms = new ArrayList<>();
    if (found != null) {
      members("Condition", found)
          .forEach((operator, keys) ->
              members(operator, keys)
                  .keySet()
                  .forEach(key -> terms.add(term(operator, key, members(operator, keys)))));
    }
    return terms;
  }

  private ConditionTerm term(String written, String key, Map<String, Object> keys) {
    String name = written;
    ConditionTerm.Quantifier quantifier = ConditionTerm.Quantifier.ONE;
    if (name.startsWith("ForAllValues:")) {
      quantifier = ConditionTerm.Quantifier.ALL;
    } else if (name.startsWith("ForAnyValue:")) {
      quantifier = ConditionTerm.Quantifier.ANY;
    }
    name = name.substring(name.indexOf(':') + 1);
    boolean ifExists = name.endsWith("IfExists");
    name = ifExists ? name.substring(0, name.length() - "IfExists".length()) : name;
    Operator operator =
        Operator.find(name)
            .filter(known -> quantifierFits(written, known))
            .orElseThrow(
                () -> new MalformedPolicyException("there is no condition operator " + written));
    List<Template> wanted = new ArrayList<>();
    for (String text : texts(key, keys)) {
      Template template = Template.of(text, variables);
      if (template.isConstant() && !operator.form().fits(Glob.text(template.symbols(Facts.NONE)))) {
        throw new MalformedPolicyException(
            written + " wants " + operator.form() + " for " + key + ", not " + text);
      }
      wanted.add(template);
    }
    if (wanted.isEmpty()) {
      throw new MalformedPolicyException(written + " has no value for " + key);
    }
    return new ConditionTerm(operator, quantifier, ifExists, Keys.normal(key), wanted);
  }

  /** Null has neither a prefix nor IfExists; a colon stands behind one of the two prefixes only. */
  private static boolean quantifierFits(String written, Operator operator) {
    boolean prefixed = written.startsWith("ForAllValues:") || written.startsWith("ForAnyValue:");
    return prefixed == (written.indexOf(':') > 0)
        && (operator != Operator.NULL || Keys.normal(written).equals("null"));
  }

  @SuppressWarnings("unchecked") // what JsonTree makes of an object
  private static Map<String, Object> members(String what, Object value) {
    if (value instanceof Map<?, ?>) {
      return (Map<String, Object>) value;
    }
    throw new MalformedPolicyException(what + " is no JSON object");
  }

  /** The texts of a member that is one, or a list of them; none if it is absent. */
  private static List<String> texts(String member, Map<String, Object> members) {
    Object found = members.get(member);
    List<String> texts = new ArrayList<>();
    for (Object element :
        found == null ? List.of() : found instanceof List<?> l ? l : List.of(found)) {
      switch (element) {
        case String text -> texts.add(text);
        case Boolean _, Number _ -> texts.add(element.toString());
        default -> throw new MalformedPolicyException(member + " is a text or a list of texts");
      }
    }
    if (found != null && texts.isEmpty()) {
      throw new MalformedPolicyException(member + " is an empty list");
    }
    return texts;
  }

  private static void requireKnown(String what, Map<String, Object> members, Set<String> known) {
    for (String member : members.keySet()) {
      if (!known.contains(member)) {
        throw new MalformedPolicyException(what + " has a member " + member + " that is unknown");
      }
    }
  }
}
