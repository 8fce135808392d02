#!/bin/sh
# The AWS CLI against a server.
#
#     aws_cli_checks.sh ENDPOINT MOVIES_FILE
#
# Prints a line for each check; exit status 1 if one failed.
set -u

endpoint=$1
movies=$2
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

export AWS_ACCESS_KEY_ID=any AWS_SECRET_ACCESS_KEY=any AWS_DEFAULT_REGION=us-east-1
export AWS_DEFAULT_OUTPUT=json AWS_PAGER='' AWS_MAX_ATTEMPTS=1 AWS_EC2_METADATA_DISABLED=true
export AWS_CONFIG_FILE="$work/none" AWS_SHARED_CREDENTIALS_FILE="$work/none"

failed=0
format=text

ddb() {
  aws --endpoint-url "$endpoint" dynamodb "$@"
}

# Says how a check went: what is checked, what was to be printed, what was.
told() {
  if [ "$2" = "$3" ]; then
    echo "ok      AWS CLI: $1"
  else
    failed=$((failed + 1))
    echo "FAILED  AWS CLI: $1: \"$3\" instead of \"$2\""
  fi
}

# Checks what a command prints, all errors and blank lines left out. $1 is what is checked, $2 what it has to print, the rest the command.
prints() {
  what=$1
  expected=$2
  shift 2
  told "$what" "$expected" "$(ddb "$@" --output "$format" 2>"$work/error" | tr -s '\t\n' '  ' | sed 's/ $//'; sed -n '/./p' "$work/error")"
}

# Checks that a command is refused with a code. $1 is what is checked, $2 the code, the rest the command.
refused() {
  what=$1
  code=$2
  shift 2
  answer=$(ddb "$@" 2>&1 >/dev/null)
  case $answer in
    *"($code)"*) told "$what" "$code" "$code" ;;
    *) told "$what" "$code" "$answer" ;;
  esac
}

key() {
  printf '{"year":{"N":"%s"},"title":{"S":"%s"}}' "$1" "$2"
}

# ---- Tables ----

prints 'create-table' CREATING create-table --table-name Movies \
  --attribute-definitions AttributeName=year,AttributeType=N AttributeName=title,AttributeType=S \
  --key-schema AttributeName=year,KeyType=HASH AttributeName=title,KeyType=RANGE \
  --billing-mode PAY_PER_REQUEST --query TableDescription.TableStatus
prints 'wait table-exists' '' wait table-exists --table-name Movies
prints 'describe-table' 'ACTIVE' describe-table --table-name Movies --query Table.TableStatus

cat >"$work/table.json" <<'JSON'
{
  "TableName": "Readers",
  "AttributeDefinitions": [{ "AttributeName": "id", "AttributeType": "S" }],
  "KeySchema": [{ "AttributeName": "id", "KeyType": "HASH" }],
  "BillingMode": "PAY_PER_REQUEST",
  "Tags": [{ "Key": "made", "Value": "from json" }]
}
JSON
prints 'create-table --cli-input-json' Readers create-table --cli-input-json "file://$work/table.json" \
  --query TableDescription.TableName
prints 'list-tables' 'Movies Readers' list-tables --query TableNames
format=json # as text, the token would stand behind
prints 'list-tables --max-items' '"Movies"' list-tables --max-items 1 --query 'TableNames[0]'
format=text
refused 'create-table of one that exists' ResourceInUseException create-table \
  --cli-input-json "file://$work/table.json"
refused 'describe-table of none' ResourceNotFoundException describe-table --table-name Nothing

# ---- Items ----

prints 'put-item' '' put-item --table-name Movies \
  --item '{"year":{"N":"2026"},"title":{"S":"One"},"views":{"N":"1"},"tags":{"SS":["a"]}}'
prints 'get-item' '1' get-item --table-name Movies --key "$(key 2026 One)" --consistent-read \
  --query Item.views.N
prints 'get-item of none' 'None' get-item --table-name Movies --key "$(key 2026 None)" --query Item
prints 'update-item' '3' update-item --table-name Movies --key "$(key 2026 One)" \
  --update-expression 'ADD #v :two' --expression-attribute-names '{"#v":"views"}' \
  --expression-attribute-values '{":two":{"N":"2"}}' --return-values UPDATED_NEW \
  --query Attributes.views.N
refused 'put-item with a condition' ConditionalCheckFailedException put-item --table-name Movies \
  --item "$(key 2026 One)" --condition-expression 'attribute_not_exists(title)'
prints 'delete-item' One delete-item --table-name Movies --key "$(key 2026 One)" \
  --return-values ALL_OLD --query Attributes.title.S

# ---- Batches ----

# 25 movies a file, as batch-write-item takes them.
awk -v work="$work" '
  function field(name,   value) {
    match($0, "\"" name "\": *(\"[^\"]*\"|[0-9.]+)")
    value = substr($0, RSTART, RLENGTH)
    sub("^\"" name "\": *", "", value)
    return value
  }
  (NR - 1) % 25 == 0 { if (file) print "]}" > file; file = work "/batch" int((NR - 1) / 25) ".json"; printf "{\"Movies\":[" > file }
  { printf "%s{\"PutRequest\":{\"Item\":{\"year\":{\"N\":\"%s\"},\"title\":{\"S\":%s},\"rating\":{\"N\":\"%s\"}}}}", ((NR - 1) % 25 ? "," : ""), field("year"), field("title"), field("rating") > file }
  END { print "]}" > file }' "$movies"
count=$(grep -c . "$movies")
unprocessed=
for batch in "$work"/batch*.json; do
  unprocessed="$unprocessed$(ddb batch-write-item --request-items "file://$batch" --query 'length(UnprocessedItems)' 2>&1)"
done
told 'batch-write-item of all movies' 000 "$unprocessed"
prints 'scan --select COUNT' "$count" scan --table-name Movies --select COUNT --query Count
prints 'batch-get-item' '1931 1949' batch-get-item \
  --request-items "{\"Movies\":{\"Keys\":[$(key 1931 'The Lighthouse Ledger'),$(key 1949 'Cold Harbour Waltz'),$(key 1 none)]}}" \
  --query 'sort(Responses.Movies[].year.N)'

# ---- Pages ----

format=json # as text, a query is answered for each page
prints 'scan in small pages' "$count" scan --table-name Movies --page-size 7 --query 'length(Items)'
ddb scan --table-name Movies --max-items 10 >"$work/first.json" 2>&1
token=$(sed -n 's/^ *"NextToken": "\(.*\)".*$/\1/p' "$work/first.json")
prints 'scan --max-items --starting-token' $((count - 10)) scan --table-name Movies \
  --starting-token "${token:-none}" --query 'length(Items)'
format=text
prints 'query' 'Cold Harbour Waltz' query --table-name Movies \
  --key-condition-expression '#y = :y AND begins_with(title, :t)' \
  --expression-attribute-names '{"#y":"year"}' \
  --expression-attribute-values '{":y":{"N":"1949"},":t":{"S":"Cold"}}' --query 'Items[].title.S'
prints 'query --no-scan-index-forward --max-items' 'Kindling' query --table-name Movies \
  --key-condition-expression '#y = :y' --expression-attribute-names '{"#y":"year"}' \
  --expression-attribute-values '{":y":{"N":"2024"}}' --no-scan-index-forward --max-items 1 \
  --query 'Items[].title.S'
prints 'scan with a filter' 'The Last Public Telephone' scan --table-name Movies \
  --filter-expression 'rating > :r' --expression-attribute-values '{":r":{"N":"8.2"}}' \
  --query 'Items[].title.S'

# ---- Transactions ----

prints 'transact-write-items' '' transact-write-items --transact-items "[
  {\"Put\":{\"TableName\":\"Movies\",\"Item\":$(key 5000 t)}},
  {\"Update\":{\"TableName\":\"Readers\",\"Key\":{\"id\":{\"S\":\"r\"}},\"UpdateExpression\":\"SET n = :n\",
    \"ExpressionAttributeValues\":{\":n\":{\"N\":\"7\"}}}}]"
prints 'transact-get-items' '7' transact-get-items --transact-items "[
  {\"Get\":{\"TableName\":\"Movies\",\"Key\":$(key 5000 t)}},
  {\"Get\":{\"TableName\":\"Readers\",\"Key\":{\"id\":{\"S\":\"r\"}}}}]" --query 'Responses[1].Item.n.N'
refused 'transact-write-items all or none' TransactionCanceledException transact-write-items --transact-items "[
  {\"Put\":{\"TableName\":\"Movies\",\"Item\":$(key 5001 t)}},
  {\"ConditionCheck\":{\"TableName\":\"Movies\",\"Key\":$(key 1 t),\"ConditionExpression\":\"attribute_exists(title)\"}}]"

# ---- Changes of tables ----

prints 'update-table with an index' 'CREATING' update-table --table-name Movies \
  --attribute-definitions AttributeName=rating,AttributeType=N \
  --global-secondary-index-updates '[{"Create":{"IndexName":"by-rating","KeySchema":[{"AttributeName":"rating","KeyType":"HASH"}],"Projection":{"ProjectionType":"KEYS_ONLY"}}}]' \
  --query 'TableDescription.GlobalSecondaryIndexes[0].IndexStatus'
prints 'wait table-exists after that' '' wait table-exists --table-name Movies
prints 'query of the index' 'The Last Public Telephone' query --table-name Movies --index-name by-rating \
  --key-condition-expression 'rating = :r' --expression-attribute-values '{":r":{"N":"8.3"}}' \
  --query 'Items[].title.S'
arn=$(ddb describe-table --table-name Readers --query Table.TableArn --output text 2>&1)
prints 'tag-resource' '' tag-resource --resource-arn "$arn" --tags Key=team,Value=readers
prints 'list-tags-of-resource' 'made team' list-tags-of-resource --resource-arn "$arn" \
  --query 'sort(Tags[].Key)'
prints 'untag-resource' '' untag-resource --resource-arn "$arn" --tag-keys team
prints 'describe-limits' '80000' describe-limits --query AccountMaxReadCapacityUnits
prints 'delete-table' Readers delete-table --table-name Readers --query TableDescription.TableName
prints 'wait table-not-exists' '' wait table-not-exists --table-name Readers

[ "$failed" = 0 ]
