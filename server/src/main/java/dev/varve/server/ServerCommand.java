package dev.varve.server;

import dev.varve.dynamodb.VarveOptions;
import dev.varve.engine.Durability;
import dev.varve.protocol.ApiRequest;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.BindException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Starts the server and keeps it until the process is told to end. */
@Command(
    name = "varve server",
    description = "DynamoDB's HTTP endpoint, for all of its clients.",
    mixinStandardHelpOptions = true,
    version = "varve 0.1.0-SNAPSHOT",
    sortOptions = false,
    footer = {
      "",
      "With the AWS CLI, while the server runs (any credentials will do unless --auth):",
      "  export AWS_ENDPOINT_URL_DYNAMODB=http://127.0.0.1:8000",
      "  export AWS_DEFAULT_REGION=us-east-1",
      "  export AWS_ACCESS_KEY_ID=any AWS_SECRET_ACCESS_KEY=any",
      "  aws dynamodb create-table --table-name Music --billing-mode PAY_PER_REQUEST \\",
      "      --attribute-definitions AttributeName=Artist,AttributeType=S \\",
      "      --key-schema AttributeName=Artist,KeyType=HASH",
      "  aws dynamodb put-item --table-name Music --item '{\"Artist\":{\"S\":\"Bach\"}}'",
      "  aws dynamodb scan --table-name Music",
      "",
      "All callers share one database, whatever their keys and region. With --separate there",
      "is one for each account and region; a key id of twelve digits is an account.",
      "",
      "Options are also taken from the environment (--tls-cert is VARVE_TLS_CERT), and from a",
      "file of properties (--config FILE, with lines such as tls-cert=/etc/varve/cert.pem). The",
      "command line comes first, the environment second.",
      "",
      "Ctrl-C or SIGTERM stops the server: it answers what is under way and syncs.",
      "Exit status: 1 cannot start, 2 wrong usage."
    })
final class ServerCommand implements Callable<Integer> {
  private static final Path DEFAULT_DIRECTORY = Path.of("varve-data");

  /** How often the certificate's files are looked at. */
  private static final Duration CERTIFICATE_PAUSE = Duration.ofSeconds(10);

  @Spec private CommandSpec spec;

  @Option(
      names = {"-d", "--dir"},
      paramLabel = "DIR",
      description = "The directory of the database; it is made if needed. Default: varve-data.")
  private Path directory;

  @Option(
      names = "--in-memory",
      arity = "0..1",
      fallbackValue = "true",
      defaultValue = "false",
      description = "Keep everything in memory: for tests. It is gone when the server stops.")
  private boolean inMemory;

  @Option(
      names = "--separate",
      arity = "0..1",
      fallbackValue = "true",
      defaultValue = "false",
      description = "Keep the data of each account and region apart, in folders of the directory.")
  private boolean separate;

  @Mixin private ServerOptions options;

  @Mixin private WatchOptions watch;

  @Mixin private AdminOptions admin;

  /** Here for the help and the parser; {@link Defaults} has read it before. */
  @SuppressWarnings({"unused", "UnusedVariable"})
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Take options from this file of properties.")
  private Path config;

  private final Storage.InMemory.MemoryFactory memory;

  /**
   * The command.
   *
   * @param memory opens databases for {@code --in-memory}
   */
  ServerCommand(Storage.InMemory.MemoryFactory memory) {
    this.memory = memory;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Running running = start();
    PrintWriter out = spec.commandLine().getOut();
    out.print(running.greeting());
    out.flush();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(running, out), "varve-stop"));
    new CountDownLatch(1).await(); // the end of the process ends it
    return 0;
  }

  private static void stop(Running running, PrintWriter out) {
    out.println("varve: stopping; requests that are under way are answered");
    out.flush();
    try {
      running.close();
      out.println("varve: stopped");
    } catch (IOException e) {
      out.println("varve: stopped, but: " + CommandErrors.reason(e));
    }
    out.flush();
  }

  /**
   * A server that runs, and what it needs.
   *
   * @param greeting what a person needs to know
   */
  record Running(
      VarveServer server,
      Watching watching,
      Optional<Signing> signing,
      Optional<PemTls> tls,
      Optional<Administration> administration,
      String greeting)
      implements AutoCloseable {
    @Override
    public void close() throws IOException {
      watching.stopping();
      administration.ifPresent(Administration::close);
      try {
        server.close();
      } finally {
        watching.close();
        tls.ifPresent(PemTls::close);
        if (signing.isPresent()) {
          signing.get().close();
        }
      }
    }
  }

  /** Starts the server. */
  Running start() throws IOException {
    options.check();
    watch.check();
    admin.check();
    Predicate<ApiRequest> mayKnow = watch.mayKnow(options.auth());
    Storage storage = storage();
    Optional<PemTls> tls = Optional.empty();
    if (options.tls().isPresent()) {
      tls = Optional.of(PemTls.open(options.tls().get(), CERTIFICATE_PAUSE));
    }
    DatabaseSet databases = null;
    Watching watching = null;
    Optional<Signing> signing = Optional.empty();
    Optional<Administration> administration = administration();
    VarveServer server = null;
    try {
      databases = databases(storage, administration);
      signing = signing(storage, databases);
      watching =
          new Watching(databases, separate ? Optional.empty() : storage.onDisk(), watch.open());
      VarveServer.Builder builder =
          VarveServer.of(databases)
              .address(options.host(), options.port())
              .limits(options.limits())
              .cors(options.cors())
              .eventLoops(options.eventLoops())
              .grace(options.grace());
      tls.ifPresent(builder::tls);
      signing.ifPresent(known -> known.attachTo(builder));
      watching.attachTo(builder, mayKnow);
      if (administration.isPresent()) {
        administration.get().start(databases, signing);
      }
      server = listening(builder);
      watching.started(server);
      return new Running(
          server,
          watching,
          signing,
          tls,
          administration,
          Greeting.of(
              server.endpoint(),
              storage.name(),
              durability(),
              signatures(signing),
              options.tls().isPresent(),
              administration.map(Administration::endpoint)));
    } finally {
      if (server == null) {
        administration.ifPresent(Administration::close);
        if (watching != null) {
          watching.close();
        }
        if (databases != null) {
          databases.close();
        }
        tls.ifPresent(PemTls::close);
        if (signing.isPresent()) {
          signing.get().close();
        }
      }
    }
  }

  private VarveServer listening(VarveServer.Builder builder) throws IOException {
    try {
      return builder.start();
    } catch (BindException e) {
      throw new IOException(
          "cannot listen at port "
              + options.port()
              + " of "
              + options.host()
              + ": "
              + e.getMessage()
              + "; --port takes another",
          e);
    }
  }

  private Storage storage() {
    boolean named = spec.commandLine().getParseResult().hasMatchedOption("--dir");
    if (inMemory && named) {
      throw new UsageException("-d and --in-memory contradict each other");
    }
    if (inMemory && options.auth()) {
      throw new UsageException("--auth needs a directory, where users and keys are kept");
    }
    if (inMemory) { // also where the environment names a directory
      return new Storage.InMemory(memory);
    }
    return new Storage.InDirectory(directory == null ? DEFAULT_DIRECTORY : directory);
  }

  /** Memory is as durable without waiting as with. */
  private Durability durability() {
    return inMemory ? Durability.BUFFERED : options.durability();
  }

  private Optional<Administration> administration() {
    return admin.port().isEmpty()
        ? Optional.empty()
        : Optional.of(new Administration(admin.port().getAsInt()));
  }

  private DatabaseSet databases(Storage storage, Optional<Administration> administration)
      throws IOException {
    VarveOptions plain = options.database().withDurability(durability());
    VarveOptions database = administration.map(known -> known.options(plain)).orElse(plain);
    Optional<Administration> forking = inMemory ? administration : Optional.empty();
    if (!separate) {
      return new OneDatabase(
          forking.isPresent()
              ? forking.get().openInMemory(OneDatabase.NAME, database)
              : storage.open(database));
    }
    if (storage instanceof Storage.InDirectory directories) {
      directories.requireAccounts();
    }
    return new SeparateDatabases((account, region) -> {
      VarveOptions own = database.withAccount(account).withRegion(region);
      return forking.isPresent()
          ? forking.get().openInMemory(SeparateDatabases.name(account, region), own)
          : storage.open(account, region, own);
    });
  }

  private Optional<Signing> signing(Storage storage, DatabaseSet databases) throws IOException {
    if (!options.auth()) {
      return Optional.empty();
    }
    return Optional.of(
        Signing.open(storage.onDisk().orElseThrow(), databases, options.database(), !separate));
  }

  private static Greeting.Signatures signatures(Optional<Signing> signing) throws IOException {
    if (signing.isEmpty()) {
      return Greeting.Signatures.NOT_REQUIRED;
    }
    return signing.get().isWithoutKeys()
        ? Greeting.Signatures.NO_KEYS
        : Greeting.Signatures.REQUIRED;
  }
}
