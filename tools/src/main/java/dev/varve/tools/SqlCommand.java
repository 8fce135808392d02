package dev.varve.tools;

import dev.varve.dynamodb.Varve;
import dev.varve.tools.sql.EndpointDatabase;
import dev.varve.tools.sql.OpenDatabase;
import dev.varve.tools.sql.SqlConsole;
import dev.varve.tools.sql.SqlDatabase;
import dev.varve.tools.sql.SqlSession;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code varve sql}. */
@Command(
    name = "sql",
    mixinStandardHelpOptions = true,
    description = {
      "Carry out PartiQL statements.",
      "Those that are given, or those of a file, or of standard input; at a terminal",
      "without any of these, a shell. Statements end with a semicolon, the last may",
      "do without. The first that is refused is the end, but in the shell."
    })
final class SqlCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @ArgGroup(exclusive = true)
  private Place place;

  /** Where the database is: one of the two. */
  static final class Place {
    @Option(
        names = {"-d", "--dir"},
        paramLabel = "DIR",
        converter = DatabaseOption.DirectoryConverter.class,
        description = "The directory of the database; without it, the environment's VARVE_DIR.")
    private Path directory;

    @Option(
        names = "--endpoint",
        paramLabel = "URL",
        description = {
          "A server's address, such as http://localhost:8000. Access key and region are",
          "those of the environment: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION."
        })
    private URI endpoint;
  }

  @Parameters(
      paramLabel = "STATEMENT",
      arity = "0..*",
      description = "Statements, such as \"SELECT * FROM Cities WHERE Country = 'CH'\".")
  private List<String> statements;

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "A file with statements in UTF-8, or - for standard input.")
  private Path file;

  @Option(names = "--json", description = "Print items as DynamoDB JSON, one on each line.")
  private boolean json;

  @Override
  public Integer call() throws IOException, CommandFailedException {
    if (statements != null && file != null) {
      throw new UsageException("statements stand in the arguments or in a file, not in both");
    }
    if (place != null && place.endpoint != null) {
      try (EndpointDatabase database = endpoint(place.endpoint)) {
        run(database);
      }
    } else {
      DatabaseOption option = DatabaseOption.of(place == null ? null : place.directory);
      try (Varve varve = option.open()) {
        run(new OpenDatabase(varve));
      }
    }
    return 0;
  }

  private static EndpointDatabase endpoint(URI address) {
    boolean isAddress =
        address.getAuthority() != null
            && ("http".equals(address.getScheme()) || "https".equals(address.getScheme()));
    if (!isAddress) {
      throw new UsageException(
          "--endpoint: '" + address + "' is no address such as http://localhost:8000");
    }
    return new EndpointDatabase(address, System.getenv());
  }

  private void run(SqlDatabase database) throws IOException, CommandFailedException {
    if (statements == null && file == null && Progress.onTerminal()) {
      converse(database);
      return;
    }
    String text =
        statements != null
            ? String.join("\n;\n", statements)
            : JsonText.file(file == null ? Path.of("-") : file);
    new SqlSession(database, spec.commandLine().getOut(), json).runAll(text);
  }

  private void converse(SqlDatabase database) throws IOException {
    try (Terminal terminal = TerminalBuilder.builder().name("varve").build()) {
      Path history = Path.of(System.getProperty("user.home"), ".varve_history");
      SqlSession session = new SqlSession(database, terminal.writer(), json);
      new SqlConsole(session, terminal, Optional.of(history)).run();
    }
  }
}
