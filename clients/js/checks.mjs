// The AWS SDK for JavaScript against a server: its client and its document client.
//
//     node checks.mjs ENDPOINT MOVIES_FILE
//
// Prints a line for each check; exit status 1 if one failed.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import {
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  CreateTableCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
  ResourceNotFoundException,
  TransactionCanceledException,
  paginateListTables,
  waitUntilTableExists,
  waitUntilTableNotExists,
} from "@aws-sdk/client-dynamodb";
import {
  BatchGetCommand,
  BatchWriteCommand,
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
  TransactGetCommand,
  TransactWriteCommand,
  UpdateCommand,
  paginateScan,
} from "@aws-sdk/lib-dynamodb";

const [endpoint, moviesFile] = process.argv.slice(2);
const movies = readFileSync(moviesFile, "utf8")
  .split("\n")
  .filter((line) => line !== "")
  .map((line) => JSON.parse(line));

const client = new DynamoDBClient({
  endpoint,
  region: "us-east-1",
  credentials: { accessKeyId: "any", secretAccessKey: "any" },
  maxAttempts: 2,
});
const documents = DynamoDBDocumentClient.from(client);
const TableName = "Movies";
const waiting = { client, maxWaitTime: 20, minDelay: 1, maxDelay: 2 };

const checks = [
  [
    "CreateTable and its waiter",
    async () => {
      await client.send(
        new CreateTableCommand({
          TableName,
          KeySchema: [
            { AttributeName: "year", KeyType: "HASH" },
            { AttributeName: "title", KeyType: "RANGE" },
          ],
          AttributeDefinitions: [
            { AttributeName: "year", AttributeType: "N" },
            { AttributeName: "title", AttributeType: "S" },
          ],
          BillingMode: "PAY_PER_REQUEST",
        }),
      );
      await waitUntilTableExists(waiting, { TableName });
      const { Table } = await client.send(new DescribeTableCommand({ TableName }));
      assert.equal(Table.TableStatus, "ACTIVE");
      assert.ok(Table.CreationDateTime instanceof Date);
    },
  ],
  [
    "PutItem and GetItem of the client: all types",
    async () => {
      const Item = {
        year: { N: "2026" },
        title: { S: "Types" },
        bytes: { B: new Uint8Array([0, 255, 16]) },
        yes: { BOOL: true },
        nothing: { NULL: true },
        list: { L: [{ S: "a" }, { N: "1.5" }] },
        map: { M: { inner: { S: "b" } } },
        words: { SS: ["x", "y"] },
      };
      await client.send(new PutItemCommand({ TableName, Item }));
      const found = await client.send(
        new GetItemCommand({ TableName, Key: { year: { N: "2026" }, title: { S: "Types" } } }),
      );
      found.Item.words.SS.sort();
      assert.deepEqual({ ...found.Item, bytes: null }, { ...Item, bytes: null });
      assert.deepEqual([...found.Item.bytes.B], [0, 255, 16]);
    },
  ],
  [
    "BatchWrite of the document client loads all movies",
    async () => {
      for (let i = 0; i < movies.length; i += 25) {
        const answer = await documents.send(
          new BatchWriteCommand({
            RequestItems: {
              [TableName]: movies.slice(i, i + 25).map((Item) => ({ PutRequest: { Item } })),
            },
          }),
        );
        assert.deepEqual(answer.UnprocessedItems, {});
      }
      const { Count } = await documents.send(
        new ScanCommand({ TableName, Select: "COUNT", ConsistentRead: true }),
      );
      assert.equal(Count, movies.length + 1);
    },
  ],
  [
    "Get of the document client: the item comes back",
    async () => {
      const { title, year } = movies[3];
      const { Item } = await documents.send(new GetCommand({ TableName, Key: { title, year } }));
      assert.deepEqual(Item, movies[3]);
      const none = await documents.send(
        new GetCommand({ TableName, Key: { title: "none", year: 1 } }),
      );
      assert.equal(none.Item, undefined);
    },
  ],
  [
    "Put with sets and nested values",
    async () => {
      const Item = { year: 2026, title: "Sets", tags: new Set(["a", "b"]), deep: { list: [1, null] } };
      await documents.send(new PutCommand({ TableName, Item }));
      const found = await documents.send(
        new GetCommand({ TableName, Key: { year: 2026, title: "Sets" } }),
      );
      assert.deepEqual(found.Item, Item);
    },
  ],
  [
    "Update: a counter, and what it returns",
    async () => {
      for (const expected of [1, 2, 3]) {
        const { Attributes } = await documents.send(
          new UpdateCommand({
            TableName,
            Key: { year: 2026, title: "Sets" },
            UpdateExpression: "ADD #watched :one",
            ExpressionAttributeNames: { "#watched": "watched" },
            ExpressionAttributeValues: { ":one": 1 },
            ReturnValues: "UPDATED_NEW",
          }),
        );
        assert.deepEqual(Attributes, { watched: expected });
      }
    },
  ],
  [
    "a condition that does not hold refuses, with the item",
    async () => {
      await assert.rejects(
        documents.send(
          new UpdateCommand({
            TableName,
            Key: { year: 2026, title: "Sets" },
            UpdateExpression: "SET watched = :n",
            ConditionExpression: "watched > :ten",
            ExpressionAttributeValues: { ":n": 0, ":ten": 10 },
            ReturnValuesOnConditionCheckFailure: "ALL_OLD",
          }),
        ),
        (error) => {
          assert.ok(error instanceof ConditionalCheckFailedException, error);
          assert.equal(error.Item.watched.N, "3");
          return true;
        },
      );
    },
  ],
  [
    "Query: a range, backwards, with a projection",
    async () => {
      for (const title of ["a", "b", "c"]) {
        await documents.send(new PutCommand({ TableName, Item: { year: 3000, title } }));
      }
      const { Items } = await documents.send(
        new QueryCommand({
          TableName,
          KeyConditionExpression: "#year = :year AND title BETWEEN :from AND :to",
          ExpressionAttributeNames: { "#year": "year" },
          ExpressionAttributeValues: { ":year": 3000, ":from": "a", ":to": "b" },
          ScanIndexForward: false,
          ProjectionExpression: "title",
        }),
      );
      assert.deepEqual(Items, [{ title: "b" }, { title: "a" }]);
    },
  ],
  [
    "Scan in pages, with a filter",
    async () => {
      const found = [];
      let pages = 0;
      for await (const page of paginateScan(
        { client: documents, pageSize: 10 },
        {
          TableName,
          FilterExpression: "#year < :year",
          ExpressionAttributeNames: { "#year": "year" },
          ExpressionAttributeValues: { ":year": 2026 },
        },
      )) {
        pages++;
        found.push(...page.Items);
      }
      assert.ok(pages > 5, `${pages} pages`);
      assert.equal(found.length, movies.length);
    },
  ],
  [
    "BatchGet",
    async () => {
      const Keys = movies.slice(0, 10).map(({ title, year }) => ({ title, year }));
      const { Responses } = await documents.send(
        new BatchGetCommand({ RequestItems: { [TableName]: { Keys } } }),
      );
      assert.equal(Responses[TableName].length, 10);
    },
  ],
  [
    "TransactWrite all or none, TransactGet",
    async () => {
      const Key = { year: 5000, title: "t" };
      const Put = { TableName, Item: { ...Key, n: 1 } };
      await assert.rejects(
        documents.send(
          new TransactWriteCommand({
            TransactItems: [
              { Put },
              {
                ConditionCheck: {
                  TableName,
                  Key: { year: 5001, title: "t" },
                  ConditionExpression: "attribute_exists(title)",
                },
              },
            ],
          }),
        ),
        (error) => {
          assert.ok(error instanceof TransactionCanceledException, error);
          const codes = error.CancellationReasons.map((reason) => reason.Code);
          assert.deepEqual(codes, ["None", "ConditionalCheckFailed"]);
          return true;
        },
      );
      await documents.send(new TransactWriteCommand({ TransactItems: [{ Put }] }));
      const { Responses } = await documents.send(
        new TransactGetCommand({ TransactItems: [{ Get: { TableName, Key } }] }),
      );
      assert.deepEqual(Responses[0].Item, { ...Key, n: 1 });
    },
  ],
  [
    "BatchWriteItem of the client deletes",
    async () => {
      await client.send(
        new BatchWriteItemCommand({
          RequestItems: {
            [TableName]: [
              { DeleteRequest: { Key: { year: { N: "3000" }, title: { S: "a" } } } },
              { DeleteRequest: { Key: { year: { N: "3000" }, title: { S: "b" } } } },
            ],
          },
        }),
      );
      const { Attributes } = await documents.send(
        new DeleteCommand({
          TableName,
          Key: { year: 3000, title: "c" },
          ReturnValues: "ALL_OLD",
        }),
      );
      assert.deepEqual(Attributes, { year: 3000, title: "c" });
    },
  ],
  [
    "many requests at once",
    async () => {
      await Promise.all(
        Array.from({ length: 100 }, (_, n) =>
          documents.send(new PutCommand({ TableName, Item: { year: 6000, title: `t${n}`, n } })),
        ),
      );
      const { Count } = await documents.send(
        new QueryCommand({
          TableName,
          KeyConditionExpression: "#year = :year",
          ExpressionAttributeNames: { "#year": "year" },
          ExpressionAttributeValues: { ":year": 6000 },
          ConsistentRead: true,
        }),
      );
      assert.equal(Count, 100);
    },
  ],
  [
    "ListTables in pages",
    async () => {
      const names = [];
      for await (const page of paginateListTables({ client, pageSize: 1 }, {})) {
        names.push(...page.TableNames);
      }
      assert.deepEqual(names, [TableName]);
      const { TableNames } = await client.send(new ListTablesCommand({}));
      assert.deepEqual(TableNames, [TableName]);
    },
  ],
  [
    "DeleteTable and its waiter; the error has its class",
    async () => {
      await client.send(new DeleteTableCommand({ TableName }));
      await waitUntilTableNotExists(waiting, { TableName });
      await assert.rejects(documents.send(new ScanCommand({ TableName })), ResourceNotFoundException);
    },
  ],
];

let failed = 0;
for (const [name, run] of checks) {
  try {
    await run();
    console.log(`ok      JavaScript SDK v3: ${name}`);
  } catch (error) {
    failed++;
    console.log(`FAILED  JavaScript SDK v3: ${name}: ${String(error).split("\n")[0]}`);
  }
}
client.destroy();
process.exitCode = failed === 0 ? 0 : 1;
