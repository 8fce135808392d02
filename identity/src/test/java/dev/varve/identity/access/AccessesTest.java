package dev.varve.identity.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.varve.dynamodb.api.json.Operation;
import dev.varve.dynamodb.api.json.Operations;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What requests, as clients write them, want. */
class AccessesTest {
  private static List<Access> of(String operation, String json) throws IOException {
    String service =
        Set.of("DescribeStream", "GetRecords", "GetShardIterator", "ListStreams")
                .contains(operation)
            ? "DynamoDBStreams_20120810."
            : "DynamoDB_20120810.";
    Operation<?, ?> found = Operations.find(service + operation);
    try (JsonParser parser = new JsonFactory().createParser(json.replace('\'', '"'))) {
      return Accesses.of(found, found.request(parser));
    }
  }

  private static String text(Access access) {
    return access.action()
        + " "
        + access.resource("r", "1").replace("arn:aws:dynamodb:r:1:table/", "");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          GetItem       | {'TableName':'t','Key':{}}                             | GetItem t
          GetItem       | {'TableName':'arn:aws:dynamodb:x:2:table/t','Key':{}}  | GetItem t
          GetItem       | {'TableName':'arn:aws:dynamodb:x:2:table/t/index/i','Key':{}} | GetItem t
          Query         | {'TableName':'arn:aws:dynamodb:x:2:table/t/x','IndexName':'i'} | Query t/index/i
          BatchWriteItem | {'RequestItems':{'arn:aws:dynamodb:x:2:table/t/x':[]}} | BatchWriteItem t
          TransactGetItems | {'TransactItems':[{'Get':{'TableName':'arn:aws:dynamodb:x:2:table/t/x','Key':{}}}]} | GetItem t
          ExecuteStatement | {'Statement':'SELECT * FROM \\"arn:aws:dynamodb:x:2:table/t/x\\"'} | PartiQLSelect t
          DeleteTable   | {'TableName':'arn:aws:dynamodb:x:2:table/t/x'}         | DeleteTable t
          ListExports   | {'TableArn':'arn:aws:dynamodb:x:2:table/t/x'}          | ListExports t
          RestoreTableToPointInTime | {'TargetTableName':'u','SourceTableArn':'arn:aws:dynamodb:x:2:table/t/x'} | RestoreTableToPointInTime u, RestoreTableToPointInTime t
          PutItem       | {'TableName':'t','Item':{}}                            | PutItem t
          UpdateItem    | {'TableName':'t','Key':{}}                             | UpdateItem t
          DeleteItem    | {'TableName':'t','Key':{}}                             | DeleteItem t
          Query         | {'TableName':'t'}                                      | Query t
          Query         | {'TableName':'t','IndexName':'i'}                      | Query t/index/i
          Query         | {'TableName':'arn:aws:dynamodb:x:2:table/t','IndexName':'i'} | Query t/index/i
          Scan          | {'TableName':'t','IndexName':'i'}                      | Scan t/index/i
          SearchVectors | {'TableName':'t','IndexName':'i'}                      | SearchVectors t/index/i
          BatchGetItem  | {'RequestItems':{'t':{'Keys':[]},'u':{'Keys':[]}}}     | BatchGetItem t, BatchGetItem u
          BatchGetItem  | {}                                                     | BatchGetItem *
          BatchWriteItem | {'RequestItems':{'t':[],'u':[]}}                      | BatchWriteItem t, BatchWriteItem u
          TransactGetItems | {'TransactItems':[{'Get':{'TableName':'t','Key':{}}},{'Get':{'TableName':'u','Key':{}}}]} | GetItem t, GetItem u
          TransactGetItems | {'TransactItems':[]}                                | TransactGetItems *
          TransactWriteItems | {'TransactItems':[{'Put':{'TableName':'t','Item':{}}},{'Update':{'TableName':'u','Key':{}}},{'Delete':{'TableName':'v','Key':{}}},{'ConditionCheck':{'TableName':'w','Key':{}}}]} | PutItem t, UpdateItem u, DeleteItem v, ConditionCheckItem w
          ExecuteStatement | {'Statement':'SELECT * FROM t'}                     | PartiQLSelect t
          ExecuteStatement | {}                                                  | PartiQLSelect *
          BatchExecuteStatement | {'Statements':[{'Statement':'DELETE FROM t WHERE a=?'}]} | PartiQLDelete t
          ExecuteTransaction | {'TransactStatements':[{'Statement':'UPDATE t SET a=?'}]} | PartiQLUpdate t
          CreateTable   | {'TableName':'t'}                                      | CreateTable t
          CreateTable   | {'TableName':'t','Tags':[{'Key':'k','Value':'v'}],'ResourcePolicy':'{}'} | CreateTable t, TagResource t, PutResourcePolicy t
          DescribeTable | {'TableName':'t'}                                      | DescribeTable t
          DescribeTable | {}                                                     | DescribeTable *
          UpdateTable   | {'TableName':'t'}                                      | UpdateTable t
          DeleteTable   | {'TableName':'t'}                                      | DeleteTable t
          ListTables    | {}                                                     | ListTables *
          DescribeLimits | {}                                                    | DescribeLimits *
          DescribeEndpoints | {}                                                 | DescribeEndpoints *
          UpdateTimeToLive | {'TableName':'t'}                                   | UpdateTimeToLive t
          TagResource   | {'ResourceArn':'arn:aws:dynamodb:x:2:table/t'}         | TagResource t
          ListTagsOfResource | {'ResourceArn':'arn:aws:dynamodb:x:2:table/t/stream/s'} | ListTagsOfResource t/stream/s
          PutResourcePolicy | {'ResourceArn':'arn:aws:dynamodb:x:2:table/t','Policy':'{}'} | PutResourcePolicy t
          DescribeStream | {'StreamArn':'arn:aws:dynamodb:x:2:table/t/stream/s'} | DescribeStream t/stream/s
          GetShardIterator | {'StreamArn':'arn:aws:dynamodb:x:2:table/t/stream/s'} | GetShardIterator t/stream/s
          GetRecords    | {'ShardIterator':'x'}                                  | GetRecords */stream/*
          GetRecords    | `{'ShardIterator':'arn:aws:dynamodb:x:2:table/t/stream/s|1|AA'}` | GetRecords t/stream/s
          ListStreams   | {}                                                     | ListStreams *
          ListStreams   | {'TableName':'t'}                                      | ListStreams t
          CreateBackup  | {'TableName':'t'}                                      | CreateBackup t
          DeleteBackup  | {'BackupArn':'arn:aws:dynamodb:x:2:table/t/backup/b'}  | DeleteBackup t/backup/b
          RestoreTableFromBackup | {'TargetTableName':'u','BackupArn':'arn:aws:dynamodb:x:2:table/t/backup/b'} | RestoreTableFromBackup u, RestoreTableFromBackup t/backup/b
          RestoreTableToPointInTime | {'TargetTableName':'u','SourceTableName':'t'} | RestoreTableToPointInTime u, RestoreTableToPointInTime t
          ImportTable   | {'TableCreationParameters':{'TableName':'t'}}          | ImportTable t
          ExportTableToPointInTime | {'TableArn':'arn:aws:dynamodb:x:2:table/t'} | ExportTableToPointInTime t
          CreateGlobalTable | {'GlobalTableName':'t'}                            | CreateGlobalTable t
          EnableKinesisStreamingDestination | {'TableName':'t'}                  | EnableKinesisStreamingDestination t
          DisableKinesisStreamingDestination | {'TableName':'t'}                 | DisableKinesisStreamingDestination t
          """)
  void requestsAreTheseAccesses(String operation, String json, String accesses) throws IOException {
    assertEquals(
        accesses, String.join(", ", of(operation, json).stream().map(AccessesTest::text).toList()));
  }

  @Test
  void everyOperationIsAnAccessAtLeast() throws IOException {
    for (Operation<?, ?> operation : Operations.ALL) {
      assertFalse(of(operation.name(), "{}").isEmpty(), operation.name());
    }
  }

  private static Set<String> attributes(Access access) {
    Set<String> names = new TreeSet<>();
    access.attributes(names::add);
    return names;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          GetItem    | {'TableName':'t','Key':{'k':{'S':'1'}},'ProjectionExpression':'#a, b.c','ExpressionAttributeNames':{'#a':'x'}} | b,k,x
          GetItem    | {'TableName':'t','Key':{'k':{'S':'1'}},'AttributesToGet':['a']}  | a,k
          PutItem    | {'TableName':'t','Item':{'k':{'S':'1'},'i':{'S':'2'}},'ConditionExpression':'attribute_exists(c)'} | c,i,k
          PutItem    | {'TableName':'t','Item':{'k':{'S':'1'}},'Expected':{'e':{'Exists':false}}} | e,k
          UpdateItem | {'TableName':'t','Key':{'k':{'S':'1'}},'UpdateExpression':'SET a = b REMOVE c','ConditionExpression':'d = :v'} | a,b,c,d,k
          UpdateItem | {'TableName':'t','Key':{'k':{'S':'1'}},'AttributeUpdates':{'u':{'Action':'DELETE'}},'Expected':{'e':{'Exists':false}}} | e,k,u
          DeleteItem | {'TableName':'t','Key':{'k':{'S':'1'}},'ConditionExpression':'d = :v'} | d,k
          Query      | {'TableName':'t','KeyConditionExpression':'k = :k','FilterExpression':'f > :f','ProjectionExpression':'p'} | f,k,p
          Query      | {'TableName':'t','KeyConditions':{'k':{'ComparisonOperator':'EQ'}},'QueryFilter':{'f':{'ComparisonOperator':'NULL'}},'AttributesToGet':['p']} | f,k,p
          Scan       | {'TableName':'t','FilterExpression':'f > :f','ProjectionExpression':'p'} | f,p
          Scan       | {'TableName':'t','ScanFilter':{'f':{'ComparisonOperator':'NULL'}},'AttributesToGet':['p']} | f,p
          BatchGetItem | {'RequestItems':{'t':{'Keys':[{'k':{'S':'1'}}],'ProjectionExpression':'p'}}} | k,p
          BatchWriteItem | {'RequestItems':{'t':[{'PutRequest':{'Item':{'k':{'S':'1'},'i':{'S':'2'}}}},{'DeleteRequest':{'Key':{'d':{'S':'1'}}}}]}} | d,i,k
          TransactGetItems | {'TransactItems':[{'Get':{'TableName':'t','Key':{'k':{'S':'1'}},'ProjectionExpression':'p'}}]} | k,p
          TransactWriteItems | {'TransactItems':[{'Update':{'TableName':'t','Key':{'k':{'S':'1'}},'UpdateExpression':'ADD a :v','ConditionExpression':'c = :v'}}]} | a,c,k
          TransactWriteItems | {'TransactItems':[{'Put':{'TableName':'t','Item':{'k':{'S':'1'}},'ConditionExpression':'c = :v'}}]} | c,k
          TransactWriteItems | {'TransactItems':[{'Delete':{'TableName':'t','Key':{'k':{'S':'1'}},'ConditionExpression':'c = :v'}}]} | c,k
          TransactWriteItems | {'TransactItems':[{'ConditionCheck':{'TableName':'t','Key':{'k':{'S':'1'}},'ConditionExpression':'c = :v'}}]} | c,k
          """)
  void attributesAreListed(String operation, String json, String names) throws IOException {
    assertEquals(names, String.join(",", attributes(of(operation, json).getFirst())));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          GetItem    | {'TableName':'t','Key':{'k':{'S':'1'}}}      | Optional[[S[value=1]]]
          GetItem    | {'TableName':'t','Key':{'x':{'S':'1'}}}      | Optional.empty
          GetItem    | {'TableName':'t'}                            | Optional.empty
          PutItem    | {'TableName':'t','Item':{'k':{'N':'1'}}}     | Optional[[N[value=1]]]
          Query      | {'TableName':'t','KeyConditionExpression':'k = :k','ExpressionAttributeValues':{':k':{'S':'1'}}} | Optional[[S[value=1]]]
          Query      | {'TableName':'t','KeyConditionExpression':'k > :k','ExpressionAttributeValues':{':k':{'S':'1'}}} | Optional.empty
          Query      | {'TableName':'t','KeyConditions':{'k':{'ComparisonOperator':'EQ','AttributeValueList':[{'S':'1'}]}}} | Optional[[S[value=1]]]
          Query      | {'TableName':'t','KeyConditions':{'k':{'ComparisonOperator':'LT','AttributeValueList':[{'S':'1'}]}}} | Optional.empty
          BatchGetItem | {'RequestItems':{'t':{'Keys':[{'k':{'S':'1'}},{'k':{'S':'2'}}]}}} | Optional[[S[value=1], S[value=2]]]
          BatchWriteItem | {'RequestItems':{'t':[{'PutRequest':{'Item':{'k':{'S':'1'}}}},{'DeleteRequest':{'Key':{'k':{'S':'2'}}}}]}} | Optional[[S[value=1], S[value=2]]]
          BatchWriteItem | {'RequestItems':{'t':[{'PutRequest':{'Item':{'k':{'S':'1'}}}},{'DeleteRequest':{'Key':{'x':{'S':'2'}}}}]}} | Optional.empty
          """)
  void keysAreFound(String operation, String json, String values) throws IOException {
    Access access = of(operation, json).getFirst();
    assertTrue(access.hasKeys());
    assertEquals(values, access.keyValues("k").toString());
  }

  @Test
  void aScanHasNoKeys() throws IOException {
    assertFalse(of("Scan", "{'TableName':'t'}").getFirst().hasKeys());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          GetItem | {'TableName':'t'}                                                | ALL_ATTRIBUTES
          GetItem | {'TableName':'t','ProjectionExpression':'a'}                     | SPECIFIC_ATTRIBUTES
          GetItem | {'TableName':'t','AttributesToGet':['a']}                        | SPECIFIC_ATTRIBUTES
          Query   | {'TableName':'t'}                                                | ALL_ATTRIBUTES
          Query   | {'TableName':'t','IndexName':'i'}                                | ALL_PROJECTED_ATTRIBUTES
          Query   | {'TableName':'t','IndexName':'i','ProjectionExpression':'a'}     | SPECIFIC_ATTRIBUTES
          Query   | {'TableName':'t','Select':'COUNT'}                               | COUNT
          Scan    | {'TableName':'t','Select':'ALL_ATTRIBUTES'}                      | ALL_ATTRIBUTES
          BatchGetItem | {'RequestItems':{'t':{'Keys':[]}}}                          | ALL_ATTRIBUTES
          TransactGetItems | {'TransactItems':[{'Get':{'TableName':'t','ProjectionExpression':'a'}}]} | SPECIFIC_ATTRIBUTES
          """)
  void whatIsSelectedIsTold(String operation, String json, String select) throws IOException {
    assertEquals(select, of(operation, json).getFirst().select().orElseThrow());
  }

  @Test
  void whatIsReturnedIsTold() throws IOException {
    assertEquals(List.of("NONE"), of("PutItem", "{'TableName':'t'}").getFirst().returnValues());
    assertEquals(
        List.of("ALL_NEW"),
        of("UpdateItem", "{'TableName':'t','ReturnValues':'ALL_NEW'}").getFirst().returnValues());
    assertEquals(
        List.of("NONE", "ALL_OLD"),
        of("DeleteItem", "{'TableName':'t','ReturnValuesOnConditionCheckFailure':'ALL_OLD'}")
            .getFirst()
            .returnValues());
    Access element =
        of("TransactWriteItems", "{'TransactItems':[{'Put':{'TableName':'t'}}]}").getFirst();
    assertEquals("TransactWriteItems", element.enclosing().orElseThrow());
    assertEquals("NONE", element.returnConsumedCapacity().orElseThrow());
    assertEquals(
        "TOTAL",
        of("GetItem", "{'TableName':'t','ReturnConsumedCapacity':'TOTAL'}")
            .getFirst()
            .returnConsumedCapacity()
            .orElseThrow());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          SELECT * FROM Music WHERE a = 'x from y'              | PartiQLSelect Music
          select a, b from "Music"."by artist" where a=?        | PartiQLSelect Music/index/by artist
          SELECT "from x" FROM "my ""table"                     | PartiQLSelect my "table
          SELECT a -- FROM c                                    | PartiQLSelect *
          SELECT a /* FROM c */ FROM d                          | PartiQLSelect d
          SELECT a--FROM c                                      | PartiQLSelect *
          SELECT a FROM 'text'                                  | PartiQLSelect *
          EXISTS(SELECT * FROM t WHERE a=1)                     | PartiQLSelect t
          INSERT INTO "Music" VALUE {'a': 'INTO b'}             | PartiQLInsert Music
          UPDATE Music SET a = 1                                | PartiQLUpdate Music
          UPDATE Music SET a = 1 SET                            | PartiQLSelect *
          DELETE FROM Music WHERE a = 1                         | PartiQLDelete Music
          nonsense                                              | PartiQLSelect *
          """)
  void statementsHaveTargets(String statement, String access) throws IOException {
    String json = statement.replace("\"", "\\\"").replace("'", "\\u0027");
    assertEquals(access, text(of("ExecuteStatement", "{'Statement':'" + json + "'}").getFirst()));
  }

  @Test
  void whatStatementsTouchIsNotKnown() throws IOException {
    assertTrue(of("ExecuteStatement", "{'Statement':'SELECT * FROM t'}").getFirst().isOpaque());
    assertFalse(of("GetItem", "{'TableName':'t'}").getFirst().isOpaque());
  }
}
