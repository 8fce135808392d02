package dev.varve.protocol;

import dev.varve.dynamodb.json.ItemJson;
import dev.varve.dynamodb.value.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Bodies of requests for a table {@code Tab} with the keys {@code p}, a string, and {@code r}, a
 * number, and an index {@code ByA} by the string {@code a}: right ones, wrong ones, and such as no
 * client writes.
 */
final class RandomBodies {
  /** Values and what is none, as they stand in JSON. */
  private static final List<String> ODD_VALUES =
      List.of(
          "{'N':'1e2'}",
          "{'N':'+1.50'}",
          "{'N':'-0'}",
          "{'N':'.5'}",
          "{'N':'1.'}",
          "{'N':'0012.00'}",
          "{'N':'123456789012345678'}",
          "{'N':'9223372036854775807'}",
          "{'N':'-9223372036854775808'}",
          "{'N':'12345678901234567890123456789012345678'}",
          "{'N':'123456789012345678901234567890123456789'}",
          "{'N':'-1E-130'}",
          "{'N':'9.9E125'}",
          "{'N':'1e126'}",
          "{'N':'1e-131'}",
          "{'N':''}",
          "{'N':'x'}",
          "{'N':1}",
          "{'S':''}",
          "{'S':'\\ud83d\\ude00 \\u00e9 \u00e9 \uD83D\uDE00 \\n\\u0000 \\/'}",
          "{'S':'\\ud83d'}",
          "{'S':'\\ude00\\ud83d'}",
          "{'S':5}",
          "{'S':null}",
          "{'S':['x']}",
          "{'S':'x','N':'1'}",
          "{'S':'x','S':'y'}",
          "{'X':{'S':[]},'S':'x'}",
          "{}",
          "[]",
          "null",
          "'x'",
          "5",
          "{'B':''}",
          "{'B':'AAECAwQFBgcICQ=='}",
          "{'B':'AR=='}",
          "{'B':'AQI'}",
          "{'B':5}",
          "{'BOOL':true}",
          "{'BOOL':'yes'}",
          "{'BOOL':0}",
          "{'NULL':true}",
          "{'NULL':'true'}",
          "{'NULL':false}",
          "{'SS':[]}",
          "{'SS':['b','a','\u00e9','\\ud83d\\ude00']}",
          "{'SS':['a','a']}",
          "{'SS':['a',1]}",
          "{'SS':'a'}",
          "{'NS':['3','1','2.50','-1e3']}",
          "{'NS':['1','1.0']}",
          "{'NS':['1','x']}",
          "{'BS':['AQ==','','AA==']}",
          "{'BS':['AA==','AA==']}",
          "{'L':[]}",
          "{'L':[{'L':[{'S':'x'},{'N':'-1'}]},{'NULL':true}]}",
          "{'L':{}}",
          "{'L':[5]}",
          "{'M':{}}",
          "{'M':{'k':{'M':{'S':{'S':'x'}}},'l':{'SS':['x']}}}",
          "{'M':{'':{'S':'x'}}}",
          "{'M':{'k':{'S':'x'},'k':{'S':'y'}}}",
          "{'M':{'k':{'N':'x'},'l':{'S':5}}}",
          "{'M':[]}",
          nested(31),
          nested(32),
          nested(60));

  private static final List<String> NAMES =
      List.of("a", "b", "c", "list", "map", "a.b", "\u00e9", "\uD83D\uDE00", "size");

  private static final List<String> ODD_NAMES =
      List.of("", "p", "r", "\\ud83d", "a", "n".repeat(65_535), "n".repeat(65_536));

  private static final List<String> CONDITIONS =
      List.of(
          "attribute_exists(p)",
          "attribute_not_exists(p)",
          "a = :v",
          "#n <> :v",
          "size(b) > :n",
          "contains(#n, :v)",
          "attribute_type(map, :t)",
          "a = ",
          "list[0].k = :v");

  private static final List<String> UPDATES =
      List.of(
          "SET a = :v",
          "SET #n = :v, c = :n",
          "SET b = if_not_exists(b, :n) + :n",
          "SET list = list_append(if_not_exists(list, :l), :l)",
          "SET map = :m",
          "SET map.k = :v",
          "SET list[0] = :v REMOVE a",
          "REMOVE #n, b",
          "ADD c :n",
          "ADD c :n REMOVE list[1], map.k",
          "DELETE a :v",
          "SET a = b, b = a",
          "SET p = :v",
          "SET a :v");

  private static final List<String> PROJECTIONS =
      List.of("a", "r, a, b, p", "#n, list[0], map.k", "c, map", "missing", "a, a", "a b");

  private static final List<String> RETURNED =
      List.of("NONE", "ALL_OLD", "ALL_NEW", "UPDATED_OLD", "UPDATED_NEW", "SOME");

  private final Random random;
  private final List<Item> items;

  /**
   * Bodies.
   *
   * @param items parts of items, without keys
   */
  RandomBodies(Random random, List<Item> items) {
    this.random = random;
    this.items = items;
  }

  /** An operation and a body for it. */
  record Body(String operation, String json) {}

  private static String nested(int levels) {
    return "{'L':[".repeat(levels) + "{'S':'x'}" + "]}".repeat(levels);
  }

  /** The next request. */
  Body next() {
    Body body =
        switch (random.nextInt(12)) {
          case 0, 1, 2 -> new Body("PutItem", put());
          case 3, 4 -> new Body("GetItem", object(table(), key(), read(), projection()));
          case 5, 6 -> new Body("UpdateItem", update());
          case 7 -> new Body("DeleteItem", object(table(), key(), written(), condition()));
          case 8 -> new Body("Query", query());
          case 9 -> new Body("Scan", object(table(), read(), projection(), page()));
          case 10 -> batch();
          default -> transaction();
        };
    String json = body.json().replace('\'', '"');
    return new Body(body.operation(), one(12) ? broken(json) : json);
  }

  /** A body with some characters more or less. */
  private String broken(String json) {
    int at = random.nextInt(json.length());
    int end = Math.min(json.length(), at + random.nextInt(3));
    return json.substring(0, at)
        + any(List.of("", "", "\"", "{", "}", "]", ",", "\\", "1", " null "))
        + json.substring(end);
  }

  private String put() {
    return object(table(), "'Item':" + item(), written(), condition());
  }

  private String update() {
    String update = any(UPDATES);
    return object(
        table(),
        key(),
        "'UpdateExpression':'" + update + "'",
        one(3) ? "" : "'ReturnValues':'" + any(RETURNED) + "'",
        placeholders(update),
        capacity());
  }

  private String query() {
    return one(3)
        ? object(
            table(),
            "'IndexName':'ByA'",
            "'KeyConditionExpression':'a = :v'",
            placeholders(":v"),
            read(),
            page())
        : object(
            table(),
            "'KeyConditionExpression':'p = :p AND r > :n'",
            "'ExpressionAttributeValues':{':p':" + partition() + ",':n':" + sort() + "}",
            one(4) ? "'ScanIndexForward':false" : "",
            read(),
            page());
  }

  private Body batch() {
    if (random.nextBoolean()) {
      String keys = "'Keys':[" + some("{" + keys() + "}", "{" + keys() + "}") + "]";
      return new Body(
          "BatchGetItem", "{'RequestItems':{'Tab':" + object(keys, projection()) + "}}");
    }
    String puts =
        some(
            "{'PutRequest':{'Item':" + item() + "}}",
            "{'DeleteRequest':{" + key() + "}}",
            "{'PutRequest':{'Item':" + item() + "}}");
    return new Body("BatchWriteItem", object("'RequestItems':{'Tab':[" + puts + "]}", capacity()));
  }

  private Body transaction() {
    if (one(3)) {
      String gets =
          some(
              "{'Get':" + object(table(), key(), projection()) + "}",
              "{'Get':" + object(table(), key()) + "}");
      return new Body("TransactGetItems", object("'TransactItems':[" + gets + "]", capacity()));
    }
    String returned = one(2) ? "'ReturnValuesOnConditionCheckFailure':'ALL_OLD'" : "";
    String writes =
        some(
            "{'Put':" + object(table(), "'Item':" + item(), condition(), returned) + "}",
            "{'Delete':" + object(table(), key(), condition(), returned) + "}",
            "{'Put':" + object(table(), "'Item':" + item()) + "}");
    return new Body("TransactWriteItems", object("'TransactItems':[" + writes + "]", capacity()));
  }

  private String table() {
    return one(40) ? "'TableName':'None'" : "'TableName':'Tab'";
  }

  private String key() {
    return "'Key':{" + keys() + "}";
  }

  private String keys() {
    return switch (random.nextInt(30)) {
      case 0 -> "'p':" + partition();
      case 1 -> "'p':" + partition() + ",'r':" + sort() + ",'x':{'S':'x'}";
      case 2 -> "'p':" + any(ODD_VALUES) + ",'r':" + sort();
      case 3 -> "'r':" + any(ODD_VALUES) + ",'p':" + partition();
      default -> "'p':" + partition() + ",'r':" + sort();
    };
  }

  private String partition() {
    return any(List.of("{'S':'x'}", "{'S':'y'}", "{'S':'\u00e9'}", "{'S':'\\u00e9'}"));
  }

  private String sort() {
    return any(List.of("{'N':'1'}", "{'N':'1.0'}", "{'N':'-2.5'}", "{'N':'1e30'}"));
  }

  /** An item, with its braces. */
  private String item() {
    List<String> attributes = new ArrayList<>();
    attributes.add(keys());
    for (int left = random.nextInt(4); left > 0; left--) {
      String name = one(30) ? any(ODD_NAMES) : any(NAMES);
      attributes.add("'" + name + "':" + value());
    }
    if (random.nextBoolean()) {
      String members = ItemJson.write(any(items));
      attributes.add(
          random.nextInt(attributes.size() + 1), members.substring(1, members.length() - 1));
    }
    return object(attributes.toArray(String[]::new));
  }

  private String value() {
    return one(3) ? any(ODD_VALUES) : any(List.of("{'S':'x'}", "{'N':'12.5'}", "{'S':'y z'}"));
  }

  private String written() {
    return one(3) ? "'ReturnValues':'" + any(RETURNED) + "'" : capacity();
  }

  private String capacity() {
    return one(3) ? "'ReturnConsumedCapacity':'INDEXES'" : "";
  }

  private String read() {
    return one(3) ? "'ReturnConsumedCapacity':'TOTAL'" : one(3) ? "'ConsistentRead':true" : "";
  }

  private String page() {
    return one(3)
        ? "'Limit':" + random.nextInt(4)
        : one(4) ? "'ExclusiveStartKey':{" + keys() + "}" : "";
  }

  private String projection() {
    if (!one(3)) {
      return "";
    }
    String paths = any(PROJECTIONS);
    return "'ProjectionExpression':'"
        + paths
        + (paths.contains("#n") ? "','ExpressionAttributeNames':{'#n':'\u00e9'}" : "'");
  }

  private String condition() {
    if (!one(3)) {
      return "";
    }
    String condition = any(CONDITIONS);
    return members("'ConditionExpression':'" + condition + "'", placeholders(condition));
  }

  /** The placeholders of an expression, seldom one too many. */
  private String placeholders(String expression) {
    List<String> values = new ArrayList<>();
    for (String value :
        List.of(
            "':v':" + value(),
            "':n':{'N':'2'}",
            "':l':{'L':[{'S':'x'}]}",
            "':m':{'M':{'k':{'N':'1'}}}",
            "':t':{'S':'M'}")) {
      if (expression.contains(value.substring(1, 3)) || one(40)) {
        values.add(value);
      }
    }
    List<String> members = new ArrayList<>();
    if (expression.contains("#n")) {
      members.add("'ExpressionAttributeNames':{'#n':'\u00e9'}");
    }
    if (!values.isEmpty()) {
      members.add("'ExpressionAttributeValues':{" + String.join(",", values) + "}");
    }
    return String.join(",", members);
  }

  /** An object of those members that are not empty. */
  private static String object(String... members) {
    return "{" + members(members) + "}";
  }

  private static String members(String... members) {
    return Stream.of(members).filter(member -> !member.isEmpty()).collect(Collectors.joining(","));
  }

  /** The first few of some elements. */
  private String some(String... elements) {
    return String.join(",", List.of(elements).subList(0, 1 + random.nextInt(elements.length)));
  }

  private boolean one(int of) {
    return random.nextInt(of) == 0;
  }

  private <T> T any(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
