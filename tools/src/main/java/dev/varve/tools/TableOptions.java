package dev.varve.tools;

import dev.varve.dynamodb.KeyAttribute;
import dev.varve.dynamodb.TableDefinition;
import dev.varve.dynamodb.error.ValidationException;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that describe a table to be created. */
final class TableOptions {
  @Option(
      names = "--partition-key",
      paramLabel = "NAME[:TYPE]",
      converter = KeyConverter.class,
      description =
          "The attribute that spreads the items over partitions; its type is S (the default), N or B.")
  private KeyAttribute partitionKey;

  @Option(
      names = "--sort-key",
      paramLabel = "NAME[:TYPE]",
      converter = KeyConverter.class,
      description = "The attribute that orders the items of one partition key.")
  private KeyAttribute sortKey;

  @Option(
      names = "--partitions",
      paramLabel = "N",
      description = "How many partitions the table begins with, 1 to 1,024.")
  private Integer partitions;

  /** Returns the definition of the table {@code name}, or nothing if no partition key was given. */
  Optional<TableDefinition> definition(String name, CommandLine commandLine) {
    if (partitionKey == null) {
      if (sortKey != null || partitions != null) {
        throw new CommandLine.ParameterException(
            commandLine, "a table has a partition key: give --partition-key");
      }
      return Optional.empty();
    }
    try {
      TableDefinition.Builder builder =
          TableDefinition.named(name).partitionKey(partitionKey.name(), partitionKey.type());
      if (sortKey != null) {
        builder.sortKey(sortKey.name(), sortKey.type());
      }
      if (partitions != null) {
        builder.partitions(partitions);
      }
      return Optional.of(builder.build());
    } catch (ValidationException | IllegalArgumentException broken) {
      throw new CommandLine.ParameterException(commandLine, broken.getMessage(), broken);
    }
  }

  /** Reads {@code NAME:TYPE}. */
  static final class KeyConverter implements ITypeConverter<KeyAttribute> {
    @Override
    public KeyAttribute convert(String text) {
      try {
        return KeyText.attribute(text);
      } catch (ValidationException | IllegalArgumentException broken) {
        throw new TypeConversionException(broken.getMessage());
      }
    }
  }
}
