package dev.varve.server;

import dev.varve.dynamodb.BucketFolder;
import dev.varve.dynamodb.KinesisStreams;
import dev.varve.dynamodb.MetricsOptions;
import dev.varve.dynamodb.PartitioningOptions;
import dev.varve.dynamodb.ThrottlingOptions;
import dev.varve.dynamodb.TimeToLiveOptions;
import dev.varve.dynamodb.VarveOptions;
import dev.varve.engine.Durability;
import dev.varve.server.PemTls.PemFiles;
import dev.varve.server.http.Cors;
import dev.varve.server.http.HttpLimits;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options of the command, but those about where the data is. */
final class ServerOptions {
  private static final long MIB = 1L << 20;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      defaultValue = VarveServer.DEFAULT_HOST,
      description =
          "Listen at this address. 0.0.0.0 is all of this machine's, for which --auth and TLS, or --insecure, are needed. Default: ${DEFAULT-VALUE}.")
  private String host;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "" + VarveServer.DEFAULT_PORT,
      description = "Listen at this port; 0 for any that is free. Default: ${DEFAULT-VALUE}.")
  private int port;

  @Option(
      names = "--durability",
      paramLabel = "WHEN",
      defaultValue = "sync",
      description =
          "Answer a write when it is on storage and survives a power loss (sync), or when the operating system has it, and it survives the end of the server (buffered: much faster). Default: sync.")
  private Durability durability;

  @Option(
      names = "--auth",
      arity = "0..1",
      fallbackValue = "true",
      defaultValue = "false",
      description = "Require signatures of known keys. See ./varve keys --help.")
  private boolean auth;

  @Option(
      names = "--insecure",
      arity = "0..1",
      fallbackValue = "true",
      defaultValue = "false",
      description = "Let other machines in although anybody there could read and write.")
  private boolean insecure;

  @Option(
      names = "--tls-cert",
      paramLabel = "FILE",
      description =
          "Encrypt connections with this certificate (PEM, with those of its issuers behind it). It is read again when it changes.")
  private Path certificate;

  @Option(
      names = "--tls-key",
      paramLabel = "FILE",
      description = "The certificate's private key (PEM, PKCS#8, not encrypted).")
  private Path key;

  @Option(
      names = "--tls-client-ca",
      paramLabel = "FILE",
      description = "Take only clients with a certificate of this authority (PEM).")
  private Path clientAuthority;

  @Option(
      names = "--cors",
      paramLabel = "ORIGIN",
      split = ",",
      defaultValue = "*",
      description =
          "Let web pages of these origins read answers, such as https://example.com,http://localhost:3000. Default: *, all.")
  private List<String> origins;

  @Option(
      names = "--region",
      paramLabel = "REGION",
      defaultValue = "us-east-1",
      description = "The region in ARNs, unless --separate. Default: ${DEFAULT-VALUE}.")
  private String region;

  @Option(
      names = "--account",
      paramLabel = "DIGITS",
      defaultValue = "000000000000",
      description = "The account in ARNs, unless --separate. Default: ${DEFAULT-VALUE}.")
  private String account;

  @Option(
      names = "--throttle",
      arity = "0..1",
      fallbackValue = "true",
      defaultValue = "false",
      description =
          "Refuse what exceeds the throughput of tables, indexes and partitions, as the service does.")
  private boolean throttle;

  @Option(
      names = "--metrics",
      arity = "0..1",
      fallbackValue = "true",
      defaultValue = "false",
      description =
          "Keep the service's metrics (ConsumedReadCapacityUnits and the others) for three hours, show them at /metrics, and watch alarms.")
  private boolean metrics;

  @Option(
      names = "--sweep-seconds",
      paramLabel = "N",
      defaultValue = "60",
      description =
          "Time between sweeps of items that have expired; 0 for no sweeps. Default: ${DEFAULT-VALUE}.")
  private int sweepSeconds;

  @Option(
      names = "--partition-bytes",
      paramLabel = "N",
      defaultValue = "10737418240",
      description = "Split partitions from this length on. Default: ${DEFAULT-VALUE}, 10 GB.")
  private long partitionBytes;

  @Option(
      names = "--partition-heat",
      paramLabel = "N",
      description =
          "Split partitions that have this many operations a second for a while. Default: none.")
  private Long partitionHeat;

  @Option(
      names = "--buckets",
      paramLabel = "DIR",
      description =
          "Let exports and imports work, with the folders in this one for S3's buckets. Whoever may export or import can write or read there.")
  private Path buckets;

  @Option(
      names = "--kinesis",
      paramLabel = "DIR|URL",
      description =
          "Let Kinesis streaming destinations work: append the changes to a file for each stream in this folder, or POST them to this URL with the stream's name behind it.")
  private String kinesis;

  @Option(
      names = "--max-connections",
      paramLabel = "N",
      defaultValue = "20000",
      description = "Answer further connections with status 503. Default: ${DEFAULT-VALUE}.")
  private int connections;

  @Option(
      names = "--max-in-flight",
      paramLabel = "MIB",
      description =
          "Memory for requests and answers that are under way; beyond it clients wait, and after 10 s are answered with status 503. At least 32. Default: a quarter of the heap, but 64.")
  private Long bytesInFlight;

  @Option(
      names = "--head-seconds",
      paramLabel = "N",
      defaultValue = "20",
      description = "Time for the head of a request to come. Default: ${DEFAULT-VALUE}.")
  private int headSeconds;

  @Option(
      names = "--body-seconds",
      paramLabel = "N",
      defaultValue = "60",
      description = "Time for the body of a request to come. Default: ${DEFAULT-VALUE}.")
  private int bodySeconds;

  @Option(
      names = "--idle-seconds",
      paramLabel = "N",
      defaultValue = "300",
      description = "Time until an idle connection is closed. Default: ${DEFAULT-VALUE}.")
  private int idleSeconds;

  @Option(
      names = "--stop-seconds",
      paramLabel = "N",
      defaultValue = "30",
      description = "Time for answers that are under way when it stops. Default: ${DEFAULT-VALUE}.")
  private int stopSeconds;

  @Option(
      names = "--workers",
      paramLabel = "N",
      defaultValue = "256",
      description = "How many requests may wait for storage at once. Default: ${DEFAULT-VALUE}.")
  private int workers;

  @Option(
      names = "--event-loops",
      paramLabel = "N",
      defaultValue = "0",
      description = "Threads for connections; 0, the default, for one a processor.")
  private int eventLoops;

  /** Checks what options say together. */
  void check() {
    if (port < 0 || port > 65_535) {
      throw new UsageException("--port is 0 to 65535, not " + port);
    }
    if ((certificate == null) != (key == null)) {
      throw new UsageException("--tls-cert and --tls-key go together");
    }
    if (clientAuthority != null && certificate == null) {
      throw new UsageException("--tls-client-ca needs --tls-cert and --tls-key");
    }
    if (!account.matches("[0-9]{12}")) {
      throw new UsageException("--account is twelve digits, not " + account);
    }
    if (eventLoops < 0 || stopSeconds < 0) {
      throw new UsageException("--event-loops and --stop-seconds are not negative");
    }
    if (!insecure && !(auth && certificate != null) && !Addresses.isLoopback(host)) {
      throw new UsageException(
          host
              + " is reached from other machines: give --auth with --tls-cert and --tls-key, or --insecure");
    }
  }

  String host() {
    return host;
  }

  int port() {
    return port;
  }

  boolean auth() {
    return auth;
  }

  Durability durability() {
    return durability;
  }

  int eventLoops() {
    return eventLoops;
  }

  Cors cors() {
    return Cors.of(origins.stream().map(String::strip).toList());
  }

  Duration grace() {
    return Duration.ofSeconds(stopSeconds);
  }

  Optional<PemFiles> tls() {
    return Optional.ofNullable(certificate)
        .map(file -> new PemFiles(file, key, Optional.ofNullable(clientAuthority)));
  }

  /** How databases run. */
  VarveOptions database() {
    try {
      VarveOptions database =
          VarveOptions.defaults()
              .withDurability(durability)
              .withRegion(region)
              .withAccount(account)
              .withTimeToLive(timeToLive())
              .withPartitioning(partitioning());
      if (throttle) {
        database = database.withThrottling(ThrottlingOptions.defaults());
      }
      if (kinesis != null) {
        database = database.withKinesis(streams(kinesis));
      }
      if (metrics) {
        database = database.withMetrics(MetricsOptions.defaults());
      }
      return buckets == null ? database : database.withBuckets(BucketFolder.of(buckets));
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }

  private static KinesisStreams streams(String place) {
    boolean isUrl = place.startsWith("http://") || place.startsWith("https://");
    return isUrl ? KinesisStreams.at(URI.create(place)) : KinesisStreams.inFolder(Path.of(place));
  }

  private PartitioningOptions partitioning() {
    PartitioningOptions defaults = PartitioningOptions.defaults();
    PartitioningOptions bySize =
        defaults.withBytes(partitionBytes, Math.min(defaults.mergeBytes(), partitionBytes / 4));
    return partitionHeat == null ? bySize : bySize.withHotOperations(partitionHeat);
  }

  private TimeToLiveOptions timeToLive() {
    TimeToLiveOptions defaults = TimeToLiveOptions.defaults();
    return sweepSeconds == 0
        ? defaults.withoutSweeps()
        : defaults.withSweepInterval(Duration.ofSeconds(sweepSeconds));
  }

  HttpLimits limits() {
    try {
      HttpLimits limits =
          HttpLimits.defaults()
              .withConnections(connections)
              .withWorkers(workers)
              .withTimes(
                  Duration.ofSeconds(headSeconds),
                  Duration.ofSeconds(bodySeconds),
                  Duration.ofSeconds(idleSeconds));
      return bytesInFlight == null
          ? limits
          : limits.withBytesInFlight(Math.multiplyExact(bytesInFlight, MIB));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new UsageException(e.getMessage());
    }
  }
}
