package dev.varve.tools;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleConsumer;

/** What a server that runs tells of its partitions, by its figures for Prometheus. */
final class ServerFigures {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int OK = 200;
  private static final String PREFIX = "varve_partition_";

  private final URI endpoint;
  private final Path token;

  /**
   * The figures of a server.
   *
   * @param endpoint its address
   * @param token file with the token that it wants for figures; null for none
   */
  ServerFigures(URI endpoint, Path token) {
    boolean isAddress =
        endpoint.getAuthority() != null
            && ("http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme()));
    if (!isAddress) {
      throw new UsageException(
          "--endpoint: '" + endpoint + "' is no address such as http://localhost:8000");
    }
    this.endpoint = endpoint;
    this.token = token;
  }

  /** One partition, as its figures come. */
  private static final class Figures {
    private final String index;
    private final String id;
    private String hashes = "";
    private double items;
    private double bytes;
    private double shared;
    private double perSecond = -1;
    private double hottest;
    private double half = -1;
    private double most = -1;
    private String outcome = "";

    private Figures(String index, String id) {
      this.index = index;
      this.id = id;
    }

    private PartitionRow row() {
      return new PartitionRow(
          index,
          id,
          hashes,
          String.format(Locale.ROOT, "%,.0f", items),
          (long) bytes,
          (int) shared,
          perSecond,
          hottest,
          new PartitionRow.Latency(half, most),
          outcome.replace('_', ' '));
    }

    private void take(String name, Map<String, String> labels, double value) {
      Map<String, DoubleConsumer> plain =
          Map.of(
              "items", number -> items = number,
              "table_bytes", number -> bytes = number,
              "shared_tables", number -> shared = number,
              "operations_per_second", number -> perSecond = number,
              "hottest_key_share", number -> hottest = number);
      if (plain.containsKey(name)) {
        plain.get(name).accept(value);
      } else if (name.equals("hashes")) {
        hashes = labels.get("first") + ".." + labels.get("last");
      } else if (name.equals("outcome")) {
        outcome = labels.getOrDefault("outcome", "");
      } else if (name.equals("operation_seconds") && "get".equals(labels.get("kind"))) {
        half = "0.5".equals(labels.get("quantile")) ? value : half;
        most = "0.99".equals(labels.get("quantile")) ? value : most;
      }
    }
  }

  /**
   * The partitions of a table, in the order in which the server tells of them.
   *
   * @throws CommandFailedException if the server does not tell, or tells of no such table
   */
  List<PartitionRow> partitions(String table) throws IOException, CommandFailedException {
    Map<String, Figures> found = new LinkedHashMap<>();
    for (String line : text().lines().toList()) {
      Sample sample = line.startsWith(PREFIX) ? Sample.parse(line) : null;
      if (sample != null && table.equals(sample.labels().get("table"))) {
        String id = sample.labels().get("partition");
        String index = sample.labels().getOrDefault("index", "");
        found
            .computeIfAbsent(id, _ -> new Figures(index, id))
            .take(sample.name().substring(PREFIX.length()), sample.labels(), sample.value());
      }
    }
    if (found.isEmpty()) {
      throw new CommandFailedException(
          "the server at " + endpoint + " tells of no partitions of a table " + table);
    }
    return found.values().stream().map(Figures::row).toList();
  }

  private String text() throws IOException, CommandFailedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(endpoint.resolve("/metrics")).timeout(TIMEOUT).GET();
    if (token != null) {
      request.header("Authorization", "Bearer " + Files.readString(token).strip());
    }
    try (HttpClient http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build()) {
      HttpResponse<String> response =
          http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != OK) {
        throw new CommandFailedException(
            "the server at %s does not show its figures: %d"
                .formatted(endpoint, response.statusCode()));
      }
      return response.body();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new CommandFailedException("interrupted", interrupted);
    }
  }

  /**
   * A line of Prometheus's text form.
   *
   * @param labels in their order
   */
  record Sample(String name, Map<String, String> labels, double value) {
    /** Reads a line; null if it is of another form. */
    static Sample parse(String line) {
      int open = line.indexOf('{');
      int close = line.lastIndexOf('}');
      if (open < 0 || close < open || close + 2 > line.length()) {
        return null;
      }
      Map<String, String> labels = new LinkedHashMap<>();
      for (String label : split(line.substring(open + 1, close))) {
        int equals = label.indexOf('=');
        if (equals < 0 || label.length() < equals + 3) {
          return null;
        }
        String value = label.substring(equals + 2, label.length() - 1);
        labels.put(label.substring(0, equals), unescaped(value));
      }
      try {
        String rest = line.substring(close + 2);
        int end = rest.indexOf(' '); // a time may follow
        double value = Double.parseDouble(end < 0 ? rest : rest.substring(0, end));
        return new Sample(line.substring(0, open), labels, value);
      } catch (NumberFormatException other) {
        return null; // infinite, as a border is
      }
    }

    /** Parts between commas that are in no quotes. */
    private static List<String> split(String labels) {
      List<String> parts = new ArrayList<>();
      boolean quoted = false;
      int begin = 0;
      for (int at = 0; at < labels.length(); at++) {
        char c = labels.charAt(at);
        if (c == '\\') {
          at++;
        } else if (c == '"') {
          quoted = !quoted;
        } else if (c == ',' && !quoted) {
          parts.add(labels.substring(begin, at));
          begin = at + 1;
        }
      }
      if (begin < labels.length()) {
        parts.add(labels.substring(begin));
      }
      return parts;
    }

    private static String unescaped(String value) {
      StringBuilder text = new StringBuilder();
      for (int at = 0; at < value.length(); at++) {
        char c = value.charAt(at);
        if (c == '\\' && at + 1 < value.length()) {
          at++;
          c = value.charAt(at) == 'n' ? '\n' : value.charAt(at);
        }
        text.append(c);
      }
      return text.toString();
    }
  }
}
