package dev.varve.identity.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What policies decide, a line for each rule. */
class PolicyTest {
  private static final String TABLE = "arn:aws:dynamodb:us-east-1:000000000000:table/";
  private static final Principal BOB =
      new Principal("000000000000", "arn:aws:iam::000000000000:user/bob", null);

  private static Decision decide(String policy, String action, String resource, Facts facts) {
    return Policy.ofIdentity(policy).decide(action, resource, BOB, facts);
  }

  private static String statement(String members) {
    return "{\"Version\":\"2012-10-17\",\"Statement\":{" + members.replace('\'', '"') + "}}";
  }

  private static Facts facts(Map<String, List<String>> known) {
    return key -> known.getOrDefault(key, List.of());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          'Action':'*','Resource':'*'                                      | dynamodb:GetItem | a      | ALLOW
          'Action':'dynamodb:*','Resource':'*'                             | dynamodb:GetItem | a      | ALLOW
          'Action':'dynamodb:Get*','Resource':'*'                          | dynamodb:GetItem | a      | ALLOW
          'Action':'dynamodb:Get*','Resource':'*'                          | dynamodb:PutItem | a      | NONE
          'Action':'dynamodb:?etItem','Resource':'*'                       | dynamodb:GetItem | a      | ALLOW
          'Action':'DYNAMODB:getitem','Resource':'*'                       | dynamodb:GetItem | a      | ALLOW
          'Action':'s3:*','Resource':'*'                                   | dynamodb:GetItem | a      | NONE
          'Action':['s3:Get','dynamodb:GetItem'],'Resource':'*'            | dynamodb:GetItem | a      | ALLOW
          'NotAction':'dynamodb:Put*','Resource':'*'                       | dynamodb:GetItem | a      | ALLOW
          'NotAction':'dynamodb:Put*','Resource':'*'                       | dynamodb:PutItem | a      | NONE
          'Action':'*','Resource':'arn:aws:dynamodb:*:*:table/a'           | dynamodb:GetItem | a      | ALLOW
          'Action':'*','Resource':'arn:aws:dynamodb:*:*:table/a'           | dynamodb:GetItem | ab     | NONE
          'Action':'*','Resource':'arn:aws:dynamodb:*:*:table/a'           | dynamodb:Query   | a/index/i | NONE
          'Action':'*','Resource':'arn:aws:dynamodb:*:*:table/a/index/*'   | dynamodb:Query   | a/index/i | ALLOW
          'Action':'*','Resource':'arn:aws:dynamodb:*:*:table/a*'          | dynamodb:Query   | a/index/i | ALLOW
          'Action':'*','Resource':'arn:aws:dynamodb:*:*:table/??'          | dynamodb:GetItem | ab     | ALLOW
          'Action':'*','Resource':'arn:aws:dynamodb:*:*:table/A'           | dynamodb:GetItem | a      | NONE
          'Action':'*','NotResource':'arn:aws:dynamodb:*:*:table/a'        | dynamodb:GetItem | b      | ALLOW
          'Action':'*','NotResource':'arn:aws:dynamodb:*:*:table/a'        | dynamodb:GetItem | a      | NONE
          'Action':'*','Resource':'arn:aws:dynamodb:*:*:table/${aws:username}'   | dynamodb:GetItem | bob | ALLOW
          'Action':'*','Resource':'arn:aws:dynamodb:*:*:table/${aws:username}-*' | dynamodb:GetItem | bob-1 | ALLOW
          'Action':'*','Resource':'arn:aws:dynamodb:*:*:table/${aws:username}'   | dynamodb:GetItem | eve | NONE
          'Action':'*','Resource':'arn:aws:dynamodb:*:*:table/${no:body}'        | dynamodb:GetItem | bob | NONE
          'Action':'*','Resource':'arn:aws:dynamodb:*:*:table/${*}'              | dynamodb:GetItem | x   | NONE
          """)
  void actionsAndResources(String members, String action, String table, Decision decision) {
    String policy = statement("'Effect':'Allow'," + members);
    Facts facts = facts(Map.of("aws:username", List.of("bob")));
    assertEquals(decision, decide(policy, action, TABLE + table, facts), policy);
  }

  @Test
  void aDenialDecidesWhereverItStands() {
    String allow = "{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}";
    String deny = "{\"Effect\":\"Deny\",\"Action\":\"dynamodb:DeleteTable\",\"Resource\":\"*\"}";
    for (String statements : List.of(allow + "," + deny, deny + "," + allow)) {
      String policy = "{\"Version\":\"2012-10-17\",\"Statement\":[" + statements + "]}";
      assertEquals(Decision.DENY, decide(policy, "dynamodb:DeleteTable", TABLE + "a", Facts.NONE));
      assertEquals(Decision.ALLOW, decide(policy, "dynamodb:GetItem", TABLE + "a", Facts.NONE));
    }
    assertEquals(
        Decision.NONE,
        decide(statement("'Effect':'Deny','Action':'a:b','Resource':'*'"), "a:c", "x", Facts.NONE));
  }

  /** The request has s = [abc], n = [7], t = [2026-05-01T12:00:00Z], b = [true], m = [x, y]. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          StringEquals                   | s | ['abc','def']              | true
          StringEquals                   | s | ['ABC']                    | false
          StringEquals                   | s | ['a*']                     | false
          StringEquals                   | none | ['abc']                 | false
          StringEqualsIfExists           | none | ['abc']                 | true
          StringEqualsIfExists           | s | ['x']                      | false
          StringNotEquals                | s | ['x','y']                  | true
          StringNotEquals                | s | ['x','abc']                | false
          StringNotEquals                | none | ['x']                   | true
          StringEqualsIgnoreCase         | s | ['ABC']                    | true
          StringNotEqualsIgnoreCase      | s | ['ABC']                    | false
          StringLike                     | s | ['a*','z']                 | true
          StringLike                     | s | ['?b?']                    | true
          StringLike                     | s | ['?b']                     | false
          StringNotLike                  | s | ['a*']                     | false
          StringNotLike                  | s | ['b*']                     | true
          stringequals                   | S | ['abc']                    | true
          NumericEquals                  | n | [7.0]                      | true
          NumericEquals                  | n | ['8']                      | false
          NumericEquals                  | s | ['7']                      | false
          NumericNotEquals               | n | ['8']                      | true
          NumericLessThan                | n | ['7']                      | false
          NumericLessThanEquals          | n | ['7']                      | true
          NumericGreaterThan             | n | ['6.5']                    | true
          NumericGreaterThanEquals       | n | ['8']                      | false
          DateEquals                     | t | ['2026-05-01T14:00:00+02:00'] | true
          DateNotEquals                  | t | ['2026-05-01']             | true
          DateLessThan                   | t | ['2026-05-02']             | true
          DateLessThan                   | t | ['2026-05-01T12:00:00Z']   | false
          DateLessThanEquals             | t | ['2026-05-01T12:00:00Z']   | true
          DateGreaterThan                | t | ['0']                      | true
          DateGreaterThanEquals          | t | ['2027-01-01T00:00:00Z']   | false
          Bool                           | b | true                       | true
          Bool                           | b | 'False'                    | false
          BinaryEquals                   | s | 'abc'                      | true
          ArnLike                        | s | 'a*'                       | true
          ArnEquals                      | s | 'b*'                       | false
          ArnNotLike                     | s | 'b*'                       | true
          IpAddress                      | ip | '203.0.113.0/24'          | true
          IpAddress                      | ip | ['203.0.112.0/24']        | false
          IpAddress                      | ip | '203.0.113.9'             | true
          IpAddress                      | ip | '2001:db8::/32'           | false
          NotIpAddress                   | ip | '10.0.0.0/8'              | true
          Null                           | s | false                      | true
          Null                           | s | true                       | false
          Null                           | none | 'true'                  | true
          Null                           | none | 'false'                 | false
          ForAllValues:StringEquals      | m | ['x','y','z']              | true
          ForAllValues:StringEquals      | m | ['x']                      | false
          ForAllValues:StringEquals      | none | ['x']                   | true
          ForAnyValue:StringEquals       | m | ['y']                      | true
          ForAnyValue:StringEquals       | m | ['z']                      | false
          ForAnyValue:StringEquals       | none | ['x']                   | false
          ForAllValues:StringNotEquals   | m | ['z']                      | true
          ForAllValues:StringNotEquals   | m | ['x']                      | false
          ForAnyValue:StringNotEquals    | m | ['x']                      | true
          ForAllValues:StringLike        | m | ['?']                      | true
          ForAnyValue:StringEqualsIfExists | none | ['x']                 | true
          StringEquals                   | s | '${s}'                     | true
          StringEquals                   | s | '${none}'                  | false
          StringNotEquals                | s | '${none}'                  | false
          StringLike                     | s | '${*}'                     | false
          """)
  void conditions(String operator, String key, String wanted, boolean holds) {
    Facts facts =
        facts(
            Map.of(
                "s", List.of("abc"),
                "n", List.of("7"),
                "t", List.of("2026-05-01T12:00:00Z"),
                "b", List.of("true"),
                "ip", List.of("203.0.113.9"),
                "m", List.of("x", "y")));
    String condition = ",'Condition':{'" + operator + "':{'" + key + "':" + wanted + "}}";
    String policy = statement("'Effect':'Allow','Action':'*','Resource':'*'" + condition);
    assertEquals(holds ? Decision.ALLOW : Decision.NONE, decide(policy, "a:b", "c", facts), policy);
  }

  @Test
  void linesOfAConditionAllHaveToHold() {
    Facts facts = facts(Map.of("s", List.of("abc"), "n", List.of("7")));
    String rest = "'Effect':'Allow','Action':'*','Resource':'*','Condition':";
    String both = "{'StringEquals':{'s':'abc'},'NumericEquals':{'n':'%s'}}";
    String sameOperator = "{'StringEquals':{'s':'abc','n':'%s'}}";
    for (String condition : List.of(both, sameOperator)) {
      assertEquals(
          Decision.ALLOW, decide(statement(rest + condition.formatted("7")), "a:b", "c", facts));
      assertEquals(
          Decision.NONE, decide(statement(rest + condition.formatted("8")), "a:b", "c", facts));
    }
  }

  @Test
  void whatIsNotKnownAllowsNothingAndIsDenied() {
    Facts facts = _ -> Facts.UNKNOWN;
    for (String operator :
        List.of("StringEquals", "StringNotEquals", "ForAllValues:StringEquals", "Null")) {
      String rest = "'Action':'*','Resource':'*','Condition':{'" + operator + "':{'k':'true'}}";
      assertEquals(Decision.NONE, decide(statement("'Effect':'Allow'," + rest), "a:b", "c", facts));
      assertEquals(Decision.DENY, decide(statement("'Effect':'Deny'," + rest), "a:b", "c", facts));
    }
    String variable = "'Action':'*','Resource':'*','Condition':{'StringEquals':{'s':'${u}'}}";
    Facts known = key -> key.equals("u") ? Facts.UNKNOWN : List.of("abc");
    assertEquals(
        Decision.NONE, decide(statement("'Effect':'Allow'," + variable), "a:b", "c", known));
  }

  @Test
  void severalValuesWithoutQuantifierAreTakenTheCarefulWay() {
    Facts facts = facts(Map.of("m", List.of("x", "y")));
    String rest = "'Action':'*','Resource':'*','Condition':{'StringEquals':{'m':'x'}}";
    assertEquals(Decision.NONE, decide(statement("'Effect':'Allow'," + rest), "a:b", "c", facts));
    assertEquals(Decision.DENY, decide(statement("'Effect':'Deny'," + rest), "a:b", "c", facts));
  }

  @Test
  void olderPoliciesHaveNoVariables() {
    String policy =
        statement("'Effect':'Allow','Action':'*','Resource':'arn:${aws:username}'")
            .replace("2012-10-17", "2008-10-17");
    Facts facts = facts(Map.of("aws:username", List.of("bob")));
    assertEquals(Decision.NONE, decide(policy, "a:b", "arn:bob", facts));
    assertEquals(Decision.ALLOW, decide(policy, "a:b", "arn:${aws:username}", facts));
  }

  @Test
  void aVariableMayHaveADefault() {
    String policy =
        statement("'Effect':'Allow','Action':'*','Resource':'arn:${no:body, `x`}'")
            .replace('`', '\'');
    assertEquals(Decision.ALLOW, decide(policy, "a:b", "arn:x", Facts.NONE));
    assertEquals(Decision.NONE, decide(policy, "a:b", "arn:y", Facts.NONE));
    Facts facts = facts(Map.of("no:body", List.of("y")));
    assertEquals(Decision.ALLOW, decide(policy, "a:b", "arn:y", facts));
  }

  @Test
  void whatAVariableStandsForIsNoWildcard() {
    String policy = statement("'Effect':'Allow','Action':'*','Resource':'arn:${aws:username}'");
    Facts facts = facts(Map.of("aws:username", List.of("*")));
    assertEquals(Decision.NONE, decide(policy, "a:b", "arn:bob", facts));
    assertEquals(Decision.ALLOW, decide(policy, "a:b", "arn:*", facts));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          Allow | 'Principal':'*'                                                 | ALLOW
          Allow | 'Principal':{'AWS':'*'}                                         | ALLOW
          Allow | 'Principal':{'AWS':'arn:aws:iam::000000000000:user/bob'}        | ALLOW
          Allow | 'Principal':{'AWS':['arn:aws:iam::000000000000:user/eve']}      | NONE
          Allow | 'Principal':{'AWS':'000000000000'}                              | NONE
          Allow | 'Principal':{'AWS':'arn:aws:iam::000000000000:root'}            | NONE
          Allow | 'Principal':{'Service':'x.amazonaws.com'}                       | NONE
          Deny  | 'Principal':{'AWS':'arn:aws:iam::000000000000:root'}            | DENY
          Deny  | 'Principal':{'AWS':'111111111111'}                              | NONE
          Deny  | 'NotPrincipal':{'AWS':'arn:aws:iam::000000000000:user/bob'}     | NONE
          Deny  | 'NotPrincipal':{'AWS':'arn:aws:iam::000000000000:user/eve'}     | DENY
          """)
  void principals(String effect, String principal, Decision decision) {
    String policy = statement("'Effect':'" + effect + "','Action':'*','Resource':'*'," + principal);
    assertEquals(decision, Policy.ofResource(policy).decide("a:b", "c", BOB, Facts.NONE), policy);
  }

  @Test
  void aRoleStandsForItsSessions() {
    Principal session =
        new Principal(
            "000000000000",
            "arn:aws:sts::000000000000:assumed-role/r/s",
            "arn:aws:iam::000000000000:role/r");
    for (String arn : List.of(session.arn(), session.roleArn())) {
      String policy = statement("'Effect':'Allow','Action':'*','Principal':{'AWS':'" + arn + "'}");
      assertEquals(
          Decision.ALLOW, Policy.ofResource(policy).decide("a:b", "anything", session, Facts.NONE));
      assertEquals(
          Decision.NONE, Policy.ofResource(policy).decide("a:b", "anything", BOB, Facts.NONE));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          'Effect':'Allow','Action':'*'                                   | it has either Resource or NotResource
          'Effect':'Allow','Resource':'*'                                 | it has either Action or NotAction
          'Effect':'Allow','Action':'*','NotAction':'*','Resource':'*'    | it has either Action or NotAction
          'Action':'*','Resource':'*'                                     | there is no Effect
          'Effect':'allow','Action':'*','Resource':'*'                    | Effect is Allow or Deny, not allow
          'Effect':'Allow','Action':'GetItem','Resource':'*'              | an action is *, or a service and a name such as dynamodb:GetItem, not GetItem
          'Effect':'Allow','Action':'dynamodb:','Resource':'*'            | an action is *, or a service and a name such as dynamodb:GetItem, not dynamodb:
          'Effect':'Allow','Action':[],'Resource':'*'                     | Action is an empty list
          'Effect':'Allow','Action':{},'Resource':'*'                     | Action is a text or a list of texts
          'Effect':'Allow','Action':'*','Resource':'table/a'              | a resource is * or an ARN, not table/a
          'Effect':'Allow','Action':'*','Resource':'arn:${x'              | a variable has no end: arn:${x
          'Effect':'Allow','Action':'*','Resource':'arn:${}'              | a variable has no name: arn:${}
          'Effect':'Allow','Action':'*','Resource':'*','Principal':'*'    | a principal stands in policies of resources only: this one is attached to one
          'Effect':'Allow','Action':'*','Resource':'*','Conditions':{}    | it has a member Conditions that is unknown
          'Effect':'Allow','Action':'*','Resource':'*','Condition':[]     | Condition is no JSON object
          'Effect':'Allow','Action':'*','Resource':'*','Condition':{'StringEqual':{'a':'b'}} | there is no condition operator StringEqual
          'Effect':'Allow','Action':'*','Resource':'*','Condition':{'ForSome:StringEquals':{'a':'b'}} | there is no condition operator ForSome:StringEquals
          'Effect':'Allow','Action':'*','Resource':'*','Condition':{'NullIfExists':{'a':'true'}} | there is no condition operator NullIfExists
          'Effect':'Allow','Action':'*','Resource':'*','Condition':{'StringEquals':'b'} | StringEquals is no JSON object
          'Effect':'Allow','Action':'*','Resource':'*','Condition':{'StringEquals':{'a':[]}} | a is an empty list
          'Effect':'Allow','Action':'*','Resource':'*','Condition':{'NumericEquals':{'a':'x'}} | NumericEquals wants a number for a, not x
          'Effect':'Allow','Action':'*','Resource':'*','Condition':{'Bool':{'a':'yes'}} | Bool wants true or false for a, not yes
          'Effect':'Allow','Action':'*','Resource':'*','Condition':{'DateLessThan':{'a':'May'}} | DateLessThan wants a date such as 2026-01-31T12:00:00Z for a, not May
          'Effect':'Allow','Action':'*','Resource':'*','Condition':{'IpAddress':{'a':'1.2.3.4/33'}} | IpAddress wants an address such as 203.0.113.7 or a range such as 203.0.113.0/24 for a, not 1.2.3.4/33
          """)
  void badStatementsAreRefusedWithTheReason(String members, String reason) {
    String policy = statement(members);
    MalformedPolicyException refused =
        assertThrows(MalformedPolicyException.class, () -> Policy.ofIdentity(policy), policy);
    assertEquals("Statement 1: " + reason, refused.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "x",
        "{",
        "{}",
        "{\"Statement\":[]}",
        "{\"Statement\":null}",
        "{\"Version\":\"2020\",\"Statement\":[]}",
        "{\"Statement\":[\"x\"]}",
        "{\"Statement\":[],\"Statement\":[]}",
        "{\"Version\":\"2012-10-17\",\"Other\":1,\"Statement\":[]}",
        "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}} {}"
      })
  void whatIsNoPolicyIsRefused(String text) {
    assertThrows(MalformedPolicyException.class, () -> Policy.ofIdentity(text));
  }

  @Test
  void deepJsonIsRefused() {
    String deep = "[".repeat(100_000);
    assertThrows(MalformedPolicyException.class, () -> Policy.ofIdentity("{\"Statement\":" + deep));
  }

  @Test
  void wildcardsTakeNoQuadraticTimeTimesTheirNumber() {
    String policy =
        statement("'Effect':'Allow','Action':'*','Resource':'arn:" + "a*".repeat(200) + "b'");
    assertEquals(Decision.NONE, decide(policy, "a:b", "arn:" + "a".repeat(2_000), Facts.NONE));
  }
}
