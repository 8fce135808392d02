package dev.varve.bench.http;

import dev.varve.bench.items.ItemStores;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** All servers. Their names are those of the stores of {@link ItemStores} that they serve. */
public final class HttpStores {
  private static final String VARVE = "dev.varve.server.ServerMain";
  private static final String LOCAL = "com.amazonaws.services.dynamodbv2.local.main.ServerRunner";

  /** Those of {@code ./varve server}. */
  private static final List<String> VARVE_OPTIONS =
      List.of(
          "-XX:+UseSerialGC",
          "-Xms24m",
          "-Xmx512m",
          "-XX:-UsePerfData",
          "-XX:TrimNativeHeapInterval=2000",
          "--enable-native-access=ALL-UNNAMED");

  /** Those that it has in the client's process at level dynamodb. */
  private static final List<String> LOCAL_OPTIONS =
      List.of("-XX:+UseParallelGC", "-Xmx1g", "--enable-native-access=ALL-UNNAMED");

  // DynamoDB Local syncs each write to its file, and cannot do otherwise: so does Varve beside it.
  private static final List<HttpStoreKind> ALL =
      List.of(
          new HttpStoreKind("varve-buffered", true, "buffered", VARVE_OPTIONS, varve("buffered")),
          new HttpStoreKind(
              "dynamodb-local-memory",
              false,
              "none",
              LOCAL_OPTIONS,
              (_, port) -> local(port, "-inMemory")),
          new HttpStoreKind("varve", true, "sync", VARVE_OPTIONS, varve("sync")),
          new HttpStoreKind(
              "dynamodb-local",
              true,
              "sync",
              LOCAL_OPTIONS,
              (directory, port) -> local(port, "-sharedDb", "-dbPath", directory.toString())));

  private HttpStores() {}

  private static HttpStoreKind.Program varve(String durability) {
    return (directory, port) ->
        List.of(
            VARVE,
            "-d",
            directory.toString(),
            "--port",
            Integer.toString(port),
            "--durability",
            durability);
  }

  private static List<String> local(int port, String... arguments) {
    List<String> command =
        new ArrayList<>(List.of(LOCAL, "-disableTelemetry", "-port", Integer.toString(port)));
    command.addAll(List.of(arguments));
    return command;
  }

  /** A server that does nothing, beside which the others show what they do. */
  public static HttpStoreKind nothing() {
    return new HttpStoreKind(
        "nothing",
        false,
        "none",
        VARVE_OPTIONS,
        (_, port) -> List.of(IdleServer.class.getName(), Integer.toString(port)));
  }

  /** All servers, in the order to be shown. */
  public static List<HttpStoreKind> all() {
    return ALL;
  }

  /**
   * The server of a name.
   *
   * @throws IllegalArgumentException if there is none; the message lists all names
   */
  public static HttpStoreKind named(String name) {
    return ALL.stream()
        .filter(kind -> kind.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "there is no store named "
                    + name
                    + "; there are "
                    + ALL.stream().map(HttpStoreKind::name).collect(Collectors.joining(", "))));
  }
}
