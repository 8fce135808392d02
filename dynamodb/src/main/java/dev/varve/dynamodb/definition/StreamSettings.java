package dev.varve.dynamodb.definition;

import dev.varve.dynamodb.api.StreamSpecification;
import dev.varve.dynamodb.api.TableDescription;
import dev.varve.dynamodb.error.ValidationException;

/** The settings of a table's stream. */
final class StreamSettings {
  private StreamSettings() {}

  /**
   * Checks the stream of a table that is to be created.
   *
   * @param stream null for none
   */
  static void requireCreatable(StreamSpecification stream) {
    require(
        stream,
        "Table is being created with a stream enabled, UpdateViewType is required",
        "Table is being created with a stream disabled, UpdateViewType should not be specified");
  }

  /**
   * Checks a change of a stream.
   *
   * @param stream null for none
   */
  static void requireChange(StreamSpecification stream) {
    require(
        stream,
        "If stream is being enabled then UpdateViewType is required",
        "If stream is being disabled, then UpdateViewType must not be specified");
  }

  private static void require(StreamSpecification stream, String typeMissing, String typeUnwanted) {
    if (stream == null) {
      return;
    }
    if (stream.streamEnabled() && stream.streamViewType() == null) {
      throw ValidationException.invalidValues(typeMissing);
    }
    if (!stream.streamEnabled() && stream.streamViewType() != null) {
      throw ValidationException.invalidValues(typeUnwanted);
    }
  }

  /**
   * Checks a change of a stream against the table.
   *
   * @param present whether the table has one that is enabled
   */
  static void requireChangeOf(String table, boolean present, StreamSpecification stream) {
    if (stream.streamEnabled() && present) {
      throw new ValidationException("Table already has an enabled stream: TableName: " + table);
    }
    if (!stream.streamEnabled() && !present) {
      throw new ValidationException("Table has no stream to disable: TableName: " + table);
    }
  }

  /** Sets which stream a table has from now on, if it changes. The label of a former one stays. */
  static void apply(StreamSpecification stream, TableDescription.Builder description) {
    if (stream != null) {
      description.streamSpecification(stream.streamEnabled() ? stream : null);
    }
  }
}
