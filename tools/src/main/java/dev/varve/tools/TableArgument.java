package dev.varve.tools;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The table, as the first word of the command or as an option. */
final class TableArgument {
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "TABLE",
      description = "The name of the table.")
  private String first;

  @Option(
      names = "--table-name",
      paramLabel = "TABLE",
      description = "The table in place of TABLE.")
  private String option;

  /** The name of the table. */
  String name() {
    if (option == null && first == null) {
      throw new UsageException("give the TABLE");
    }
    return option == null ? first : option;
  }

  /** The name of the table, in a command that has no other words. */
  String nameAlone() {
    List<String> unused = following();
    assert unused.isEmpty();
    return name();
  }

  /**
   * The words of the command behind the table.
   *
   * @param words those that stand behind TABLE, null where none is: where the option names the
   *     table, they come one word earlier
   */
  List<String> following(String... words) {
    Stream<String> all =
        option == null
            ? Stream.of(words)
            : Stream.concat(Stream.ofNullable(first), Stream.of(words));
    List<String> given = all.filter(Objects::nonNull).toList();
    if (given.size() > words.length) {
      throw new UsageException(
          "one word too many, since --table-name is given: '" + given.getLast() + "'");
    }
    return new ArrayList<>(given);
  }
}
