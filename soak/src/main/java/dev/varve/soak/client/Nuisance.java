package dev.varve.soak.client;

import dev.varve.dynamodb.api.ListTables;
import dev.varve.dynamodb.api.Scan;
import dev.varve.dynamodb.api.json.ListTablesJson;
import dev.varve.dynamodb.api.json.ScanJson;
import dev.varve.soak.lane.Choice;
import dev.varve.soak.lane.Figures;
import dev.varve.soak.model.WrongAnswerException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/**
 * A client that misbehaves all the time, without a trace in the tables: leaves in the middle, asks
 * and does not read, sends what is no HTTP. The server must answer what can be answered, never by
 * an error of its own, and end each connection. For one thread.
 */
final class Nuisance {
  private static final int IN_A_ROW = 30;
  private static final int LARGE_BODY_BYTES = 200_000;

  private final ServerAddress address;
  private final Figures figures;
  private final Choice choice;

  Nuisance(ServerAddress address, Figures figures, Choice choice) {
    this.address = address;
    this.figures = figures;
    this.choice = choice;
  }

  /** One connection. */
  void turn() throws IOException, InterruptedException {
    ServerAddress.At at = address.current();
    try (Connection connection = new Connection(at.port())) {
      misbehave(connection);
    } catch (IOException e) {
      ServerAddress.At _ = address.awaitAfter(at.life(), e.toString());
    }
  }

  private void misbehave(Connection connection) throws IOException {
    switch (choice.below(9)) {
      case 0 -> count("says-nothing");
      case 1 -> {
        count("leaves-in-head");
        byte[] request = list();
        connection.send(request, 1 + choice.below(request.length - 3));
        connection.reset();
      }
      case 2 -> {
        count("ends-in-body");
        connection.send(Connection.request("PutItem", new byte[LARGE_BODY_BYTES]), 10_000);
        connection.endSending();
        awaitEndOrReset(connection);
      }
      case 3 -> {
        count("reads-no-answer");
        for (int i = 0; i < IN_A_ROW; i++) {
          connection.send(scan());
        }
        connection.reset();
      }
      case 4 -> {
        count("asks-in-a-row");
        for (int i = 0; i < IN_A_ROW; i++) {
          connection.send(list());
        }
        for (int i = 0; i < IN_A_ROW; i++) {
          require(connection, 200);
        }
      }
      case 5 -> {
        count("no-http");
        connection.send("nothing that could be HTTP\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        require(connection, 400);
        awaitEndOrReset(connection);
      }
      case 6 -> {
        count("unknown-operation");
        connection.send(Connection.request("Unheard", json("{}")));
        require(connection, 400);
      }
      case 7 -> {
        count("page");
        connection.send(Connection.page(choice.of("/", "/health", "/ready")));
        require(connection, 200);
      }
      default -> {
        count("bad-json");
        connection.send(Connection.request("PutItem", json("{\"TableName\":")));
        require(connection, 400);
      }
    }
  }

  private void count(String kind) {
    figures.took("nuisance-" + kind, 0);
  }

  private static byte[] json(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] list() throws IOException {
    return Connection.request(
        "ListTables", Wire.json(ListTables.builder().build(), ListTablesJson::write));
  }

  /** An answer of up to 1 MB. */
  private static byte[] scan() throws IOException {
    Scan scan = Scan.of(ClientSettings.place(true).table()).build();
    return Connection.request("Scan", Wire.json(scan, ScanJson::write));
  }

  private static void require(Connection connection, int status) throws IOException {
    Answer answer = connection.receive();
    if (answer.status() != status && answer.status() != Answer.BUSY) {
      throw new WrongAnswerException(
          "expected status %d, got %d: %s".formatted(status, answer.status(), answer.text()));
    }
  }

  /** The server may be quicker to close than to read all that came. */
  private static void awaitEndOrReset(Connection connection) throws IOException {
    try {
      connection.awaitEnd();
    } catch (SocketException reset) {
      connection.close();
    }
  }
}
