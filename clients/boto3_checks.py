"""boto3 against a server: its client, its resource, batch_writer, and a first program's whole path.

    boto3_checks.py ENDPOINT MOVIES_FILE

Prints a line for each check; exit status 1 if one failed.
"""

import json
import sys
from decimal import Decimal
from pathlib import Path

import boto3
from boto3.dynamodb.conditions import Attr, Key
from botocore.config import Config
from botocore.exceptions import ClientError

CHECKS = []


def check(function):
    """Adds a function to the checks, which run in their order. Its docstring is what is checked."""
    CHECKS.append(function)
    return function


def code_of(error):
    return error.response["Error"]["Code"]


def refused(code, call, **arguments):
    """The error that the call is answered with, which must be of that code."""
    try:
        call(**arguments)
    except ClientError as error:
        assert code_of(error) == code, error
        return error
    raise AssertionError(f"not refused with {code}")


class Bench:
    """What the checks share."""

    def __init__(self, endpoint, movies):
        settings = {
            "endpoint_url": endpoint,
            "region_name": "us-east-1",
            "aws_access_key_id": "any",
            "aws_secret_access_key": "any",
            "config": Config(connect_timeout=5, read_timeout=20, retries={"max_attempts": 1}),
        }
        self.client = boto3.client("dynamodb", **settings)
        self.resource = boto3.resource("dynamodb", **settings)
        self.table = self.resource.Table("Movies")
        self.movies = movies


# ---- A first program: movies by year and title ----


@check
def create(bench):
    """create_table and its waiter"""
    table = bench.resource.create_table(
        TableName="Movies",
        KeySchema=[
            {"AttributeName": "year", "KeyType": "HASH"},
            {"AttributeName": "title", "KeyType": "RANGE"},
        ],
        AttributeDefinitions=[
            {"AttributeName": "year", "AttributeType": "N"},
            {"AttributeName": "title", "AttributeType": "S"},
        ],
        ProvisionedThroughput={"ReadCapacityUnits": 10, "WriteCapacityUnits": 10},
    )
    table.wait_until_exists()
    table.reload()
    assert table.table_status == "ACTIVE", table.table_status


@check
def create_again(bench):
    """a table that exists is not created again"""
    refused(
        "ResourceInUseException",
        bench.client.create_table,
        TableName="Movies",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )


@check
def load(bench):
    """batch_writer loads all movies, duplicates once"""
    with bench.table.batch_writer(overwrite_by_pkeys=["year", "title"]) as batch:
        for movie in bench.movies + bench.movies[:5]:
            batch.put_item(Item=movie)
    found = bench.table.scan(Select="COUNT", ConsistentRead=True)
    assert found["Count"] == len(bench.movies), found


@check
def put_and_get(bench):
    """put_item, get_item: all of the item comes back"""
    movie = {
        "year": 2026,
        "title": "The Big New Movie",
        "info": {"plot": "Nothing happens at all.", "rating": Decimal("0"), "cast": ["Ada", None]},
        "poster": b"\x00\xff\x10",
        "tags": {"new", "long"},
        "sizes": {Decimal("1"), Decimal("2.5")},
        "seen": False,
    }
    bench.table.put_item(Item=movie)
    item = bench.table.get_item(Key={"year": 2026, "title": "The Big New Movie"})["Item"]
    item["poster"] = bytes(item["poster"].value)
    assert item == movie, item


@check
def get_nothing(bench):
    """get_item of what is not there has no item"""
    answer = bench.table.get_item(Key={"year": 1, "title": "None"})
    assert "Item" not in answer, answer


@check
def update(bench):
    """update_item sets nested attributes and returns them"""
    answer = bench.table.update_item(
        Key={"year": 2026, "title": "The Big New Movie"},
        UpdateExpression="SET info.rating = :r, info.plot = :p REMOVE seen",
        ExpressionAttributeValues={":r": Decimal("5.5"), ":p": "Everything happens at once."},
        ReturnValues="UPDATED_NEW",
    )
    assert answer["Attributes"]["info"]["rating"] == Decimal("5.5"), answer


@check
def counter(bench):
    """an atomic counter counts"""
    for expected in (1, 2, 3):
        answer = bench.table.update_item(
            Key={"year": 2026, "title": "The Big New Movie"},
            UpdateExpression="ADD watched :one",
            ExpressionAttributeValues={":one": 1},
            ReturnValues="UPDATED_NEW",
        )
        assert answer["Attributes"]["watched"] == expected, answer


@check
def condition(bench):
    """a condition that does not hold refuses, and returns the item if asked"""
    error = refused(
        "ConditionalCheckFailedException",
        bench.table.update_item,
        Key={"year": 2026, "title": "The Big New Movie"},
        UpdateExpression="REMOVE info.#c",
        ConditionExpression=Attr("watched").gt(10),
        ExpressionAttributeNames={"#c": "cast"},
        ReturnValuesOnConditionCheckFailure="ALL_OLD",
    )
    assert error.response["Item"]["watched"] == {"N": "3"}, error.response
    bench.table.put_item(
        Item={"year": 2026, "title": "Once"}, ConditionExpression=Attr("title").not_exists()
    )
    refused(
        "ConditionalCheckFailedException",
        bench.table.put_item,
        Item={"year": 2026, "title": "Once"},
        ConditionExpression=Attr("title").not_exists(),
    )


@check
def delete(bench):
    """delete_item returns what was deleted"""
    answer = bench.table.delete_item(
        Key={"year": 2026, "title": "Once"}, ReturnValues="ALL_OLD"
    )
    assert answer["Attributes"]["title"] == "Once", answer
    answer = bench.table.delete_item(
        Key={"year": 2026, "title": "Once"}, ReturnValues="ALL_OLD"
    )
    assert "Attributes" not in answer, answer


@check
def query(bench):
    """query by key, with a range, backwards, with a filter and a projection"""
    year = bench.movies[0]["year"]
    expected = [movie["title"] for movie in bench.movies if movie["year"] == year]
    answer = bench.table.query(KeyConditionExpression=Key("year").eq(year))
    assert [item["title"] for item in answer["Items"]] == sorted(expected), answer
    for title in ("b", "a", "c"):
        bench.table.put_item(Item={"year": 3000, "title": title, "even": title == "b"})
    answer = bench.table.query(
        KeyConditionExpression=Key("year").eq(3000) & Key("title").between("a", "b"),
        ScanIndexForward=False,
        ProjectionExpression="title",
    )
    assert answer["Items"] == [{"title": "b"}, {"title": "a"}], answer
    answer = bench.table.query(
        KeyConditionExpression=Key("year").eq(3000), FilterExpression=Attr("even").eq(True)
    )
    assert (answer["Count"], answer["ScannedCount"]) == (1, 3), answer


@check
def scan(bench):
    """scan with a filter, and its paginator over small pages"""
    answer = bench.table.scan(FilterExpression=Attr("year").between(1960, 1969))
    expected = [movie for movie in bench.movies if 1960 <= movie["year"] <= 1969]
    assert answer["Count"] == len(expected), answer["Count"]
    pages = list(
        bench.client.get_paginator("scan").paginate(
            TableName="Movies", PaginationConfig={"PageSize": 10}
        )
    )
    count = sum(page["Count"] for page in pages)
    assert len(pages) > 5 and count == len(bench.movies) + 4, (len(pages), count)


# ---- The client ----


@check
def batches(bench):
    """batch_write_item and batch_get_item"""
    bench.client.batch_write_item(
        RequestItems={
            "Movies": [
                {"PutRequest": {"Item": {"year": {"N": "4000"}, "title": {"S": str(i)}}}}
                for i in range(25)
            ]
        }
    )
    answer = bench.client.batch_get_item(
        RequestItems={
            "Movies": {
                "Keys": [{"year": {"N": "4000"}, "title": {"S": str(i)}} for i in range(26)]
            }
        }
    )
    assert len(answer["Responses"]["Movies"]) == 25, answer
    assert answer["UnprocessedKeys"] == {}, answer


@check
def transactions(bench):
    """transact_write_items all or none, transact_get_items"""
    key = {"year": {"N": "5000"}, "title": {"S": "t"}}
    put = {"Put": {"TableName": "Movies", "Item": {**key, "n": {"N": "1"}}}}
    check_that = {
        "ConditionCheck": {
            "TableName": "Movies",
            "Key": {"year": {"N": "5001"}, "title": {"S": "t"}},
            "ConditionExpression": "attribute_exists(title)",
        }
    }
    error = refused(
        "TransactionCanceledException",
        bench.client.transact_write_items,
        TransactItems=[put, check_that],
    )
    reasons = [reason["Code"] for reason in error.response["CancellationReasons"]]
    assert reasons == ["None", "ConditionalCheckFailed"], reasons
    bench.client.transact_write_items(TransactItems=[put], ClientRequestToken="once")
    bench.client.transact_write_items(TransactItems=[put], ClientRequestToken="once")
    answer = bench.client.transact_get_items(
        TransactItems=[{"Get": {"TableName": "Movies", "Key": key}}]
    )
    assert answer["Responses"][0]["Item"]["n"] == {"N": "1"}, answer


@check
def statements(bench):
    """execute_statement, batch_execute_statement and execute_transaction: PartiQL"""
    execute = bench.client.execute_statement
    execute(
        Statement="INSERT INTO Movies VALUE {'year': ?, 'title': ?, 'info': {'rating': 7}}",
        Parameters=[{"N": "6000"}, {"S": "t"}],
    )
    refused(
        "DuplicateItemException",
        execute,
        Statement="INSERT INTO Movies VALUE {'year': 6000, 'title': 't'}",
    )
    answer = execute(
        Statement="UPDATE Movies SET info.rating = info.rating + 1"
        " WHERE year = 6000 AND title = 't' RETURNING MODIFIED NEW *"
    )
    assert answer["Items"] == [{"info": {"M": {"rating": {"N": "8"}}}}], answer
    found = []
    token = {}
    while True:
        page = execute(
            Statement="SELECT title FROM Movies WHERE year IN [4000, 6000]", Limit=10, **token
        )
        found += page["Items"]
        if "NextToken" not in page:
            break
        token = {"NextToken": page["NextToken"]}
    assert len(found) == 26, found
    answer = bench.client.batch_execute_statement(
        Statements=[
            {"Statement": "SELECT title FROM Movies WHERE year = 6000 AND title = 't'"},
            {"Statement": "SELECT * FROM Movies WHERE year = 6000"},
        ]
    )
    assert answer["Responses"][0]["Item"] == {"title": {"S": "t"}}, answer
    assert answer["Responses"][1]["Error"]["Code"] == "ValidationError", answer
    error = refused(
        "TransactionCanceledException",
        bench.client.execute_transaction,
        TransactStatements=[
            {"Statement": "DELETE FROM Movies WHERE year = 6000 AND title = 't'"},
            {"Statement": "EXISTS(SELECT * FROM Movies WHERE year = 6001 AND title = 't')"},
        ],
    )
    reasons = [reason["Code"] for reason in error.response["CancellationReasons"]]
    assert reasons == ["None", "ConditionalCheckFailed"], reasons


@check
def capacity(bench):
    """consumed capacity is told if asked for"""
    answer = bench.client.get_item(
        TableName="Movies",
        Key={"year": {"N": "5000"}, "title": {"S": "t"}},
        ReturnConsumedCapacity="TOTAL",
    )
    assert answer["ConsumedCapacity"] == {"TableName": "Movies", "CapacityUnits": 0.5}, answer


@check
def index(bench):
    """a global index is created on a table with items, and queried"""
    bench.client.update_table(
        TableName="Movies",
        AttributeDefinitions=[
            {"AttributeName": "year", "AttributeType": "N"},
            {"AttributeName": "title", "AttributeType": "S"},
            {"AttributeName": "rating", "AttributeType": "N"},
        ],
        GlobalSecondaryIndexUpdates=[
            {
                "Create": {
                    "IndexName": "by-rating",
                    "KeySchema": [{"AttributeName": "rating", "KeyType": "HASH"}],
                    "Projection": {"ProjectionType": "ALL"},
                    "ProvisionedThroughput": {"ReadCapacityUnits": 5, "WriteCapacityUnits": 5},
                }
            }
        ],
    )
    bench.client.get_waiter("table_exists").wait(
        TableName="Movies", WaiterConfig={"Delay": 1, "MaxAttempts": 20}
    )
    for _ in range(50):
        table = bench.client.describe_table(TableName="Movies")["Table"]
        if table["GlobalSecondaryIndexes"][0]["IndexStatus"] == "ACTIVE":
            break
    rating = bench.movies[0]["rating"]
    answer = bench.table.query(
        IndexName="by-rating", KeyConditionExpression=Key("rating").eq(rating)
    )
    expected = [movie for movie in bench.movies if movie["rating"] == rating]
    assert answer["Count"] == len(expected), answer


@check
def errors(bench):
    """errors have the service's names, and messages"""
    error = refused("ResourceNotFoundException", bench.client.describe_table, TableName="Nothing")
    assert "Nothing" in str(error), error
    refused(
        "ValidationException",
        bench.client.get_item,
        TableName="Movies",
        Key={"year": {"S": "no number"}, "title": {"S": "t"}},
    )
    assert isinstance(error, bench.client.exceptions.ResourceNotFoundException), type(error)


@check
def tags(bench):
    """tags are set, listed and removed"""
    arn = bench.client.describe_table(TableName="Movies")["Table"]["TableArn"]
    bench.client.tag_resource(ResourceArn=arn, Tags=[{"Key": "team", "Value": "films"}])
    assert bench.client.list_tags_of_resource(ResourceArn=arn)["Tags"] == [
        {"Key": "team", "Value": "films"}
    ]
    bench.client.untag_resource(ResourceArn=arn, TagKeys=["team"])
    assert bench.client.list_tags_of_resource(ResourceArn=arn)["Tags"] == []


@check
def lists(bench):
    """list_tables in pages"""
    for name in ("Aaa", "Bbb"):
        bench.client.create_table(
            TableName=name,
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
        )
    pages = bench.client.get_paginator("list_tables").paginate(PaginationConfig={"PageSize": 1})
    assert [name for page in pages for name in page["TableNames"]] == ["Aaa", "Bbb", "Movies"]


@check
def large(bench):
    """a large item goes there and back, and one that is too large is refused"""
    text = "ü" * 190_000
    bench.table.put_item(Item={"year": 6000, "title": "large", "text": text})
    item = bench.table.get_item(Key={"year": 6000, "title": "large"})["Item"]
    assert item["text"] == text
    refused(
        "ValidationException",
        bench.table.put_item,
        Item={"year": 6000, "title": "larger", "text": "x" * 410_000},
    )


@check
def drop(bench):
    """delete_table and its waiter"""
    bench.table.delete()
    bench.table.wait_until_not_exists()
    refused("ResourceNotFoundException", bench.table.scan)


def main():
    endpoint, movies_file = sys.argv[1:]
    movies = [
        json.loads(line, parse_float=Decimal)
        for line in Path(movies_file).read_text(encoding="utf-8").splitlines()
    ]
    bench = Bench(endpoint, movies)
    failed = 0
    for function in CHECKS:
        try:
            function(bench)
            print(f"ok      boto3 {boto3.__version__}: {function.__doc__}", flush=True)
        except Exception as error:  # whatever it is, the next check runs
            failed += 1
            what = f"{type(error).__name__}: {error}"
            print(f"FAILED  boto3 {boto3.__version__}: {function.__doc__}: {what}", flush=True)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
