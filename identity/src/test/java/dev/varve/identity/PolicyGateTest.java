package dev.varve.identity;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.varve.dynamodb.api.PutResourcePolicy;
import dev.varve.dynamodb.api.json.Operation;
import dev.varve.dynamodb.api.json.Operations;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.protocol.AccessDeniedException;
import dev.varve.protocol.ApiRequest;
import dev.varve.protocol.Caller;
import dev.varve.protocol.Headers;
import dev.varve.protocol.Peer;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What policies let through the gate, with real tables behind it. */
class PolicyGateTest {
  private static final String ARN = "arn:aws:dynamodb:us-east-1:000000000000:table/";
  private Fixture fixture;

  @BeforeEach
  void open() throws IOException {
    fixture = new Fixture();
    for (String table : new String[] {"notes", "other"}) {
      run(
          "CreateTable",
          "{'TableName':'"
              + table
              + "','BillingMode':'PAY_PER_REQUEST',"
              + "'AttributeDefinitions':[{'AttributeName':'owner','AttributeType':'S'},"
              + "{'AttributeName':'tag','AttributeType':'N'}],"
              + "'KeySchema':[{'AttributeName':'owner','KeyType':'HASH'}],"
              + "'GlobalSecondaryIndexes':[{'IndexName':'byTag',"
              + "'KeySchema':[{'AttributeName':'tag','KeyType':'HASH'}],"
              + "'Projection':{'ProjectionType':'ALL'}}]}");
    }
  }

  @AfterEach
  void close() throws IOException {
    fixture.close();
  }

  private static Object read(Operation<?, ?> operation, String json) throws IOException {
    try (JsonParser parser = new JsonFactory().createParser(json.replace('\'', '"'))) {
      return operation.request(parser);
    }
  }

  private static Operation<?, ?> operation(String name) {
    return Operations.find("DynamoDB_20120810." + name);
  }

  private void run(String name, String json) throws IOException {
    run(operation(name), json);
  }

  private <I> void run(Operation<I, ?> operation, String json) throws IOException {
    @SuppressWarnings("unchecked") // what its own reader read
    I request = (I) read(operation, json);
    operation.call().call(fixture.varve, request);
  }

  /** A user with a policy of these statements. */
  private Caller user(String name, String statements) throws IOException {
    return fixture.caller(
        fixture.user(
            name,
            ("{'Version':'2012-10-17','Statement':[" + statements + "]}").replace('\'', '"')));
  }

  private void allowed(Caller caller, String name, String json) {
    allowed(Fixture.UNSIGNED, caller, name, json);
  }

  private void allowed(ApiRequest sent, Caller caller, String name, String json) {
    assertDoesNotThrow(
        () -> fixture.gate.admit(sent, caller, operation(name), read(operation(name), json)), json);
  }

  private String denied(Caller caller, String name, String json) {
    return denied(Fixture.UNSIGNED, caller, name, json);
  }

  private String denied(ApiRequest sent, Caller caller, String name, String json) {
    return assertThrows(
            AccessDeniedException.class,
            () -> fixture.gate.admit(sent, caller, operation(name), read(operation(name), json)),
            json)
        .getMessage();
  }

  private static String get(String table, String owner) {
    return "{'TableName':'" + table + "','Key':{'owner':{'S':'" + owner + "'}}}";
  }

  private void attach(String table, String statements) throws IOException {
    fixture.varve.putResourcePolicy(
        PutResourcePolicy.builder()
            .resourceArn(ARN + table)
            .policy(
                ("{'Version':'2012-10-17','Statement':[" + statements + "]}").replace('\'', '"'))
            .build());
  }

  @Test
  void theAdministratorMayDoEverything() throws IOException {
    Caller admin = fixture.caller(fixture.admin);
    allowed(admin, "GetItem", get("notes", "a"));
    allowed(admin, "DeleteTable", "{'TableName':'notes'}");
    allowed(admin, "ListTables", "{}");
  }

  @Test
  void whoHasNoPolicyMayDoNothing() throws IOException {
    Caller bob = fixture.caller(fixture.store.createKey("bob"));
    assertEquals(
        "User: arn:aws:iam::000000000000:user/bob is not authorized to perform: dynamodb:GetItem on"
            + " resource: arn:aws:dynamodb:us-east-1:000000000000:table/notes because no"
            + " identity-based policy allows the dynamodb:GetItem action",
        denied(bob, "GetItem", get("notes", "a")));
    for (Operation<?, ?> operation : Operations.ALL) {
      assertThrows(
          AccessDeniedException.class,
          () -> fixture.gate.admit(Fixture.UNSIGNED, bob, operation, read(operation, "{}")),
          operation.name());
    }
  }

  @Test
  void denialsAreTold() throws IOException {
    Caller bob =
        user(
            "bob",
            "{'Effect':'Allow','Action':'*','Resource':'*'},"
                + "{'Effect':'Deny','Action':'dynamodb:GetItem','Resource':'"
                + ARN
                + "notes'}");
    assertEquals(
        "User: arn:aws:iam::000000000000:user/bob is not authorized to perform: dynamodb:GetItem on"
            + " resource: arn:aws:dynamodb:us-east-1:000000000000:table/notes with an explicit deny"
            + " in an identity-based policy",
        denied(bob, "GetItem", get("notes", "a")));
    allowed(bob, "GetItem", get("other", "a"));
  }

  @Test
  void theRegionThatSomebodySignsForDoesNotChangeTheTable() throws IOException {
    Caller bob =
        user(
            "bob",
            "{'Effect':'Allow','Action':'*','Resource':'*'},"
                + "{'Effect':'Deny','Action':'*','Resource':'"
                + ARN
                + "notes'}");
    Caller elsewhere =
        new Caller(bob.account(), "eu-west-1", bob.keyId(), bob.user(), bob.arn(), bob.session());
    denied(elsewhere, "GetItem", get("notes", "a"));
    denied(elsewhere, "GetItem", get("arn:aws:dynamodb:eu-west-1:1:table/notes", "a"));
  }

  @Test
  void aTablesPolicyAllowsAndDenies() throws IOException {
    Caller bob = fixture.caller(fixture.store.createKey("bob"));
    attach(
        "notes",
        "{'Effect':'Allow','Principal':{'AWS':'"
            + bob.arn()
            + "'},'Action':'dynamodb:GetItem',"
            + "'Resource':'"
            + ARN
            + "notes'}");
    allowed(bob, "GetItem", get("notes", "a"));
    denied(bob, "GetItem", get("other", "a"));
    denied(bob, "PutItem", "{'TableName':'notes','Item':{'owner':{'S':'a'}}}");
    attach("notes", "{'Effect':'Deny','Principal':'*','Action':'dynamodb:DeleteItem'}");
    assertEquals(
        "User: arn:aws:iam::000000000000:user/admin is not authorized to perform:"
            + " dynamodb:DeleteItem on resource: "
            + ARN
            + "notes with an explicit deny in a resource-based policy",
        denied(fixture.caller(fixture.admin), "DeleteItem", get("notes", "a")));
    allowed(fixture.caller(fixture.admin), "GetItem", get("notes", "a"));
  }

  @Test
  void aTablesPolicyMustBeReadable() throws IOException {
    Caller admin = fixture.caller(fixture.admin);
    String put = "{'ResourceArn':'" + ARN + "notes','Policy':'{}'}";
    assertThrows(
        ValidationException.class,
        () ->
            fixture.gate.admit(
                Fixture.UNSIGNED,
                admin,
                operation("PutResourcePolicy"),
                read(operation("PutResourcePolicy"), put)));
    fixture.varve.putResourcePolicy(
        PutResourcePolicy.builder().resourceArn(ARN + "notes").policy("{}").build());
    assertEquals(
        "User: arn:aws:iam::000000000000:user/admin is not authorized to perform: dynamodb:GetItem"
            + " on resource: "
            + ARN
            + "notes because the resource-based policy cannot be read: there is no Statement",
        denied(admin, "GetItem", get("notes", "a")));
    allowed(admin, "DeleteResourcePolicy", "{'ResourceArn':'" + ARN + "notes'}");
  }

  @Test
  void batchesNeedTheirActionOnEachTable() throws IOException {
    Caller bob =
        user("bob", "{'Effect':'Allow','Action':'dynamodb:Batch*','Resource':'" + ARN + "notes'}");
    String keys = "{'Keys':[{'owner':{'S':'a'}}]}";
    allowed(bob, "BatchGetItem", "{'RequestItems':{'notes':" + keys + "}}");
    denied(bob, "GetItem", get("notes", "a"));
    assertEquals(
        "User: arn:aws:iam::000000000000:user/bob is not authorized to perform:"
            + " dynamodb:BatchGetItem on resource: "
            + ARN
            + "other because no identity-based policy allows the dynamodb:BatchGetItem action",
        denied(
            bob, "BatchGetItem", "{'RequestItems':{'notes':" + keys + ",'other':" + keys + "}}"));
    String writes = "[{'DeleteRequest':{'Key':{'owner':{'S':'a'}}}}]";
    allowed(bob, "BatchWriteItem", "{'RequestItems':{'notes':" + writes + "}}");
    denied(bob, "BatchWriteItem", "{'RequestItems':{'other':" + writes + "}}");
  }

  @Test
  void transactionsNeedTheActionOfEachElement() throws IOException {
    Caller bob = user("bob", "{'Effect':'Allow','Action':'dynamodb:PutItem','Resource':'*'}");
    String put = "{'Put':{'TableName':'notes','Item':{'owner':{'S':'a'}}}}";
    String delete = "{'Delete':" + get("notes", "b") + "}";
    allowed(bob, "TransactWriteItems", "{'TransactItems':[" + put + "]}");
    assertEquals(
        "User: arn:aws:iam::000000000000:user/bob is not authorized to perform:"
            + " dynamodb:DeleteItem on resource: "
            + ARN
            + "notes because no identity-based policy allows the dynamodb:DeleteItem action",
        denied(bob, "TransactWriteItems", "{'TransactItems':[" + put + "," + delete + "]}"));
  }

  @Test
  void anIndexHasItsOwnArn() throws IOException {
    Caller bob =
        user("bob", "{'Effect':'Allow','Action':'dynamodb:Query','Resource':'" + ARN + "notes'}");
    String query =
        "'KeyConditionExpression':'tag = :t','ExpressionAttributeValues':{':t':{'N':'1'}}}";
    allowed(bob, "Query", "{'TableName':'notes'," + query);
    denied(bob, "Query", "{'TableName':'notes','IndexName':'byTag'," + query);
  }

  private static final String OWN_ITEMS =
      "{'Effect':'Allow','Action':'*','Resource':'*','Condition':"
          + "{'ForAllValues:StringEquals':{'dynamodb:LeadingKeys':['${aws:username}']}}}";

  @Test
  void leadingKeysLimitTheItems() throws IOException {
    Caller bob = user("bob", OWN_ITEMS);
    allowed(bob, "GetItem", get("notes", "bob"));
    denied(bob, "GetItem", get("notes", "eve"));
    allowed(bob, "PutItem", "{'TableName':'notes','Item':{'owner':{'S':'bob'},'tag':{'N':'1'}}}");
    denied(bob, "PutItem", "{'TableName':'notes','Item':{'owner':{'S':'eve'},'tag':{'N':'1'}}}");
    denied(bob, "UpdateItem", get("notes", "eve"));
    String where = "{'TableName':'notes','KeyConditionExpression':";
    allowed(
        bob,
        "Query",
        where
            + "'#o = :o','ExpressionAttributeNames':{'#o':'owner'},"
            + "'ExpressionAttributeValues':{':o':{'S':'bob'}}}");
    denied(bob, "Query", where + "'owner = :o','ExpressionAttributeValues':{':o':{'S':'eve'}}}");
    String keys = "{'Keys':[{'owner':{'S':'bob'}},{'owner':{'S':'%s'}}]}";
    allowed(bob, "BatchGetItem", "{'RequestItems':{'notes':" + keys.formatted("bob") + "}}");
    denied(bob, "BatchGetItem", "{'RequestItems':{'notes':" + keys.formatted("eve") + "}}");
    allowed(bob, "TransactGetItems", "{'TransactItems':[{'Get':" + get("notes", "bob") + "}]}");
    denied(
        bob,
        "TransactGetItems",
        "{'TransactItems':[{'Get':"
            + get("notes", "bob")
            + "},{'Get':"
            + get("notes", "eve")
            + "}]}");
    denied(bob, "GetItem", get("missing", "bob"));
    denied(bob, "ExecuteStatement", "{'Statement':'SELECT * FROM notes'}");
  }

  @Test
  void leadingKeysOfAnIndexAreTheIndexs() throws IOException {
    Caller bob =
        user(
            "bob",
            "{'Effect':'Allow','Action':'*','Resource':'*','Condition':"
                + "{'ForAllValues:StringEquals':{'dynamodb:LeadingKeys':['7']}}}");
    String query =
        "{'TableName':'notes','IndexName':'byTag','KeyConditionExpression':'tag = :t',"
            + "'ExpressionAttributeValues':{':t':{'N':'%s'}}}";
    allowed(bob, "Query", query.formatted("7.0"));
    denied(bob, "Query", query.formatted("8"));
    denied(bob, "Query", query.formatted("7").replace("byTag", "byNothing"));
  }

  @Test
  void aScanHasNoLeadingKeys() throws IOException {
    // As in the service: ForAllValues holds for none, so policies name the actions they mean.
    Caller bob = user("bob", OWN_ITEMS);
    allowed(bob, "Scan", "{'TableName':'notes'}");
    Caller careful =
        user(
            "careful",
            OWN_ITEMS
                + ",{'Effect':'Deny','Action':'*','Resource':'*','Condition':"
                + "{'Null':{'dynamodb:LeadingKeys':'true'}}}");
    denied(careful, "Scan", "{'TableName':'notes'}");
  }

  @Test
  void attributesLimitWhatIsReadAndWritten() throws IOException {
    Caller bob =
        user(
            "bob",
            "{'Effect':'Allow','Action':'*','Resource':'*','Condition':{"
                + "'ForAllValues:StringEquals':{'dynamodb:Attributes':['owner','tag']},"
                + "'StringEqualsIfExists':{'dynamodb:Select':'SPECIFIC_ATTRIBUTES',"
                + "'dynamodb:ReturnValues':['NONE','UPDATED_OLD','UPDATED_NEW']}}}");
    String key = "{'TableName':'notes','Key':{'owner':{'S':'a'}},";
    allowed(bob, "GetItem", key + "'ProjectionExpression':'tag'}");
    denied(bob, "GetItem", key + "'ProjectionExpression':'secret'}");
    denied(
        bob,
        "GetItem",
        key + "'ProjectionExpression':'#s','ExpressionAttributeNames':{'#s':'secret'}}");
    denied(bob, "GetItem", key + "'ProjectionExpression':'#undefined'}");
    denied(bob, "GetItem", get("notes", "a"));
    allowed(bob, "UpdateItem", key + "'UpdateExpression':'SET tag = :t'}");
    denied(bob, "UpdateItem", key + "'UpdateExpression':'SET secret = :t'}");
    denied(bob, "UpdateItem", key + "'UpdateExpression':'SET tag = secret'}");
    denied(bob, "UpdateItem", key + "'UpdateExpression':'SET tag = :t','ReturnValues':'ALL_NEW'}");
    denied(
        bob,
        "UpdateItem",
        key + "'UpdateExpression':'SET tag = :t','ReturnValuesOnConditionCheckFailure':'ALL_OLD'}");
    denied(bob, "PutItem", "{'TableName':'notes','Item':{'owner':{'S':'a'},'secret':{'S':'b'}}}");
    allowed(bob, "PutItem", "{'TableName':'notes','Item':{'owner':{'S':'a'},'tag':{'N':'1'}}}");
  }

  @Test
  void timeAndCapacityAreKnown() throws IOException {
    Caller bob =
        user(
            "bob",
            "{'Effect':'Allow','Action':'dynamodb:GetItem','Resource':'*','Condition':{"
                + "'DateLessThan':{'aws:CurrentTime':'2025-01-01T00:00:01Z'},"
                + "'StringEquals':{'dynamodb:ReturnConsumedCapacity':'NONE'}}}");
    allowed(bob, "GetItem", get("notes", "a"));
    denied(
        bob,
        "GetItem",
        get("notes", "a").replace("'Key'", "'ReturnConsumedCapacity':'TOTAL','Key'"));
    fixture.clock.advance(Duration.ofSeconds(2));
    denied(bob, "GetItem", get("notes", "a"));
  }

  @Test
  void whatStandsBehindATablesArnMakesItNoOtherResource() throws IOException {
    Caller bob =
        user(
            "bob",
            "{'Effect':'Allow','Action':'*','Resource':'*'},"
                + "{'Effect':'Deny','Action':'*','Resource':'"
                + ARN
                + "notes'}");
    Caller reader =
        user("reader", "{'Effect':'Allow','Action':'*','Resource':'" + ARN + "notes/index/byTag'}");
    for (String behind : new String[] {"", "/", "/x", "/index/byTag", "/stream/1"}) {
      String table = ARN + "notes" + behind;
      run("GetItem", get(table, "a")); // which reaches the table
      for (Caller caller : new Caller[] {bob, reader}) {
        denied(caller, "GetItem", get(table, "a"));
        denied(caller, "Scan", "{'TableName':'" + table + "'}");
        denied(caller, "DeleteTable", "{'TableName':'" + table + "'}");
        denied(
            caller,
            "BatchGetItem",
            "{'RequestItems':{'" + table + "':{'Keys':[{'owner':{'S':'a'}}]}}}");
        denied(caller, "TransactGetItems", "{'TransactItems':[{'Get':" + get(table, "a") + "}]}");
        denied(caller, "ExecuteStatement", "{'Statement':'SELECT * FROM \\\"" + table + "\\\"'}");
      }
    }
    allowed(reader, "Scan", "{'TableName':'" + ARN + "notes/x','IndexName':'byTag'}");
  }

  private static ApiRequest from(InetAddress address, boolean encrypted) {
    return new ApiRequest(
        "POST",
        "/",
        Headers.of(
            List.of(
                Fixture.HOST,
                Map.entry("user-agent", "tool/1.0"),
                Map.entry("referer", "https://a.example/page"))),
        new byte[0],
        new Peer(Optional.of(address), encrypted));
  }

  private static ApiRequest from(String address) {
    return from(InetAddress.ofLiteral(address), false);
  }

  @Test
  void theAddressIsKnown() throws IOException {
    Caller near =
        user(
            "near",
            "{'Effect':'Allow','Action':'*','Resource':'*','Condition':"
                + "{'IpAddress':{'aws:SourceIp':['203.0.113.0/24','2001:db8::/32','fe80::/10']}}}");
    allowed(from("203.0.113.9"), near, "GetItem", get("notes", "a"));
    allowed(from("2001:db8::1"), near, "GetItem", get("notes", "a"));
    byte[] local = InetAddress.ofLiteral("fe80::1").getAddress();
    allowed(
        from(Inet6Address.getByAddress(null, local, 1), false), near, "GetItem", get("notes", "a"));
    denied(from("203.0.112.9"), near, "GetItem", get("notes", "a"));
    denied(from("2001:db9::1"), near, "GetItem", get("notes", "a"));
    denied(near, "GetItem", get("notes", "a")); // from nowhere
    Caller notFar =
        user(
            "notFar",
            "{'Effect':'Allow','Action':'*','Resource':'*'},"
                + "{'Effect':'Deny','Action':'*','Resource':'*','Condition':"
                + "{'NotIpAddress':{'aws:SourceIp':'127.0.0.0/8'}}}");
    allowed(from("127.0.0.1"), notFar, "GetItem", get("notes", "a"));
    denied(from("128.0.0.1"), notFar, "GetItem", get("notes", "a"));
    denied(notFar, "GetItem", get("notes", "a"));
  }

  @Test
  void theConnectionAndTheProgramAreKnown() throws IOException {
    InetAddress here = InetAddress.ofLiteral("127.0.0.1");
    Caller secure =
        user(
            "secure",
            "{'Effect':'Allow','Action':'*','Resource':'*'},"
                + "{'Effect':'Deny','Action':'*','Resource':'*','Condition':"
                + "{'Bool':{'aws:SecureTransport':'false'}}}");
    allowed(from(here, true), secure, "GetItem", get("notes", "a"));
    denied(from(here, false), secure, "GetItem", get("notes", "a"));
    denied(secure, "GetItem", get("notes", "a"));
    Caller tool =
        user(
            "tool",
            "{'Effect':'Allow','Action':'*','Resource':'*','Condition':{"
                + "'StringLike':{'aws:UserAgent':'tool/*','aws:Referer':'https://a.example/*'},"
                + "'Bool':{'aws:ViaAWSService':'false','aws:PrincipalIsAWSService':'false'},"
                + "'Null':{'aws:PrincipalTag/team':'true','aws:MultiFactorAuthPresent':'true'}}}");
    allowed(from(here, false), tool, "GetItem", get("notes", "a"));
    denied(tool, "GetItem", get("notes", "a"));
  }

  @Test
  void tagsOfTablesAreKnown() throws IOException {
    run("TagResource", "{'ResourceArn':'" + ARN + "notes','Tags':[{'Key':'Team','Value':'red'}]}");
    Caller red =
        user(
            "red",
            "{'Effect':'Allow','Action':'*','Resource':'*','Condition':"
                + "{'StringEquals':{'aws:ResourceTag/team':'red'}}}");
    allowed(red, "GetItem", get("notes", "a"));
    denied(red, "GetItem", get("other", "a"));
    denied(red, "GetItem", get("missing", "a"));
    denied(red, "ListTables", "{}");
  }

  @Test
  void tagsOfRequestsAreKnown() throws IOException {
    Caller tagger =
        user(
            "tagger",
            "{'Effect':'Allow','Action':'*','Resource':'*','Condition':{"
                + "'StringEquals':{'aws:RequestTag/Team':['red','blue']},"
                + "'ForAllValues:StringEquals':{'aws:TagKeys':['Team','Cost']}}},"
                + "{'Effect':'Allow','Action':'dynamodb:UntagResource','Resource':'*','Condition':"
                + "{'ForAnyValue:StringEquals':{'aws:TagKeys':'Cost'}}}");
    String create = "{'TableName':'made','Tags':[{'Key':'Team','Value':'%s'}]}";
    allowed(tagger, "CreateTable", create.formatted("red"));
    denied(tagger, "CreateTable", create.formatted("green"));
    denied(tagger, "CreateTable", "{'TableName':'made'}");
    String tag = "{'ResourceArn':'" + ARN + "notes','Tags':[{'Key':'Team','Value':'blue'}%s]}";
    allowed(tagger, "TagResource", tag.formatted(",{'Key':'Cost','Value':'1'}"));
    denied(tagger, "TagResource", tag.formatted(",{'Key':'Other','Value':'1'}"));
    denied(tagger, "TagResource", tag.formatted(",{'Key':'team','Value':'green'}"));
    String untag = "{'ResourceArn':'" + ARN + "notes','TagKeys':['%s']}";
    allowed(tagger, "UntagResource", untag.formatted("Cost"));
    denied(tagger, "UntagResource", untag.formatted("Other"));
  }

  @Test
  void creatingATableWithAPolicyIsPuttingOne() throws IOException {
    Caller bob = user("bob", "{'Effect':'Allow','Action':'dynamodb:CreateTable','Resource':'*'}");
    allowed(bob, "CreateTable", "{'TableName':'abc'}");
    denied(bob, "CreateTable", "{'TableName':'abc','ResourcePolicy':'{}'}");
    denied(bob, "CreateTable", "{'TableName':'abc','Tags':[{'Key':'k','Value':'v'}]}");
  }

  @Test
  void aChangedPolicyHoldsAtOnce() throws IOException {
    Caller bob = user("bob", "{'Effect':'Allow','Action':'dynamodb:GetItem','Resource':'*'}");
    allowed(bob, "GetItem", get("notes", "a"));
    fixture.store.setPolicy("bob", Optional.empty());
    denied(bob, "GetItem", get("notes", "a"));
  }
}
