package dev.varve.identity;

import dev.varve.dynamodb.api.DescribeTable;
import dev.varve.dynamodb.api.GetResourcePolicy;
import dev.varve.dynamodb.api.GetResourcePolicyResult;
import dev.varve.dynamodb.api.KeySchemaElement;
import dev.varve.dynamodb.api.KeyType;
import dev.varve.dynamodb.api.ListTagsOfResource;
import dev.varve.dynamodb.api.PolicyNotFoundException;
import dev.varve.dynamodb.api.ResourceNotFoundException;
import dev.varve.dynamodb.api.TableDescription;
import dev.varve.dynamodb.api.Tag;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.protocol.Caller;
import dev.varve.protocol.Databases;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What policies want to know of tables. Thread-safe. */
final class TableLookup {
  private final Databases databases;

  TableLookup(Databases databases) {
    this.databases = databases;
  }

  /** The policy of a table, if it is there and has one. */
  Optional<String> policy(Caller caller, String table) throws IOException {
    String arn = arn(caller, table);
    try {
      GetResourcePolicyResult found =
          databases
              .of(caller)
              .getResourcePolicy(GetResourcePolicy.builder().resourceArn(arn).build());
      return found.policy();
    } catch (PolicyNotFoundException | ResourceNotFoundException | ValidationException _) {
      // The last for a name that no table can have.
      return Optional.empty();
    }
  }

  private static String arn(Caller caller, String table) {
    return "arn:aws:dynamodb:" + caller.region() + ":" + caller.account() + ":table/" + table;
  }

  /** The tags of a table; none if it is not there. */
  List<Tag> tags(Caller caller, String table) throws IOException {
    try {
      return databases
          .of(caller)
          .listTagsOfResource(ListTagsOfResource.builder().resourceArn(arn(caller, table)).build())
          .tags();
    } catch (ResourceNotFoundException | ValidationException _) {
      return List.of();
    }
  }

  /**
   * The attributes of the partition key of a table or an index.
   *
   * @param index null for the table's own
   * @return empty if there is no such table or index
   */
  List<String> partitionKey(Caller caller, String table, String index) throws IOException {
    TableDescription description;
    try {
      description =
          databases
              .of(caller)
              .describeTable(DescribeTable.builder().tableName(table).build())
              .table();
    } catch (ResourceNotFoundException | ValidationException _) {
      return List.of();
    }
    return schema(description, index)
        .filter(element -> element.keyType() == KeyType.HASH)
        .map(KeySchemaElement::attributeName)
        .toList();
  }

  private static Stream<KeySchemaElement> schema(TableDescription table, String index) {
    if (index == null) {
      return table.keySchema().stream();
    }
    Optional<String> name = Optional.of(index);
    return Stream.concat(
        table.globalSecondaryIndexes().stream()
            .filter(found -> found.indexName().equals(name))
            .flatMap(found -> found.keySchema().stream()),
        table.localSecondaryIndexes().stream()
            .filter(found -> found.indexName().equals(name))
            .flatMap(found -> found.keySchema().stream()));
  }
}
