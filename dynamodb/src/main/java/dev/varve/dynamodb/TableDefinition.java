package dev.varve.dynamodb;

import dev.varve.dynamodb.api.CreateTable;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.table.TableName;
import dev.varve.dynamodb.value.AttributeType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What CreateTable makes, in short: a table on demand. It is a {@link CreateTable} that is quick to
 * write, and says beside it how many partitions to begin with, which the service does not know.
 *
 * @param name 3 to 255 characters of {@code a-zA-Z0-9_.-}
 * @param partitionKey the attribute whose hash spreads the items over partitions
 * @param sortKey the attribute that orders the items of one partition key, if the key is composite
 * @param indexes its secondary indexes
 * @param partitions how many partitions to begin with, 1 to 1,024; the database's default if absent
 */
public record TableDefinition(
    String name,
    KeyAttribute partitionKey,
    Optional<KeyAttribute> sortKey,
    List<IndexDefinition> indexes,
    OptionalInt partitions) {
  /** The most partitions a table begins with. */
  public static final int MAX_PARTITIONS = 1024;

  /**
   * Checks.
   *
   * @throws ValidationException if the name breaks a rule or both key attributes have the same name
   * @throws IllegalArgumentException if the number of partitions is out of range
   */
  public TableDefinition {
    if (name == null) {
      throw new ValidationException(
          "The parameter 'TableName' is required but was not present in the request");
    }
    TableName.checkDefined(name);
    Objects.requireNonNull(sortKey, "sortKey");
    indexes = List.copyOf(indexes);
    Objects.requireNonNull(partitions, "partitions");
    if (partitionKey == null) {
      throw ValidationException.missing("keySchema");
    }
    if (sortKey.isPresent() && sortKey.get().name().equals(partitionKey.name())) {
      throw new ValidationException(
          "Both the Hash Key and the Range Key element in the KeySchema have the same name");
    }
    if (partitions.isPresent()
        && (partitions.getAsInt() < 1 || partitions.getAsInt() > MAX_PARTITIONS)) {
      throw new IllegalArgumentException(
          "a table begins with 1 to "
              + MAX_PARTITIONS
              + " partitions, not "
              + partitions.getAsInt());
    }
  }

  /** The request. */
  public CreateTable request() {
    return TableRequests.creation(this);
  }

  /** Starts the definition of a table. */
  public static Builder named(String name) {
    return new Builder(name);
  }

  /** Builds a definition. For one thread. */
  public static final class Builder {
    private final String name;
    private KeyAttribute partitionKey;
    private Optional<KeyAttribute> sortKey = Optional.empty();
    private final List<IndexDefinition> indexes = new ArrayList<>();
    private OptionalInt partitions = OptionalInt.empty();

    private Builder(String name) {
      this.name = name;
    }

    /** The partition key (HASH). Required. */
    public Builder partitionKey(String attributeName, AttributeType type) {
      partitionKey = new KeyAttribute(attributeName, type);
      return this;
    }

    /** The sort key (RANGE). */
    public Builder sortKey(String attributeName, AttributeType type) {
      sortKey = Optional.of(new KeyAttribute(attributeName, type));
      return this;
    }

    /** Adds a global index by one attribute, with all attributes. */
    public Builder globalIndex(String indexName, String attributeName, AttributeType type) {
      return index(IndexDefinition.global(indexName, new KeyAttribute(attributeName, type)));
    }

    /** Adds a global index by two attributes, with all attributes. */
    public Builder globalIndex(
        String indexName,
        String partitionKeyName,
        AttributeType partitionKeyType,
        String sortKeyName,
        AttributeType sortKeyType) {
      return index(
          IndexDefinition.global(
              indexName,
              new KeyAttribute(partitionKeyName, partitionKeyType),
              new KeyAttribute(sortKeyName, sortKeyType)));
    }

    /** Adds a local index by another sort key, with all attributes. */
    public Builder localIndex(String indexName, String sortKeyName, AttributeType type) {
      return index(IndexDefinition.local(indexName, new KeyAttribute(sortKeyName, type)));
    }

    /** Adds an index. */
    public Builder index(IndexDefinition index) {
      indexes.add(index);
      return this;
    }

    /** How many partitions to begin with. */
    public Builder partitions(int count) {
      partitions = OptionalInt.of(count);
      return this;
    }

    /**
     * The definition.
     *
     * @throws ValidationException if the name or the key breaks a rule
     * @throws IllegalArgumentException if there are too few or too many partitions
     */
    public TableDefinition build() {
      return new TableDefinition(name, partitionKey, sortKey, indexes, partitions);
    }
  }
}
