package dev.varve.bench.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.TreeMap;

/** A server of GetItem, PutItem and Query for one table, with the answers that a test wants. */
final class FakeServer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ServerSocket socket;
  private final TreeMap<String, JsonNode> items = new TreeMap<>(); // guarded by itself

  /** Changes a body before it is sent. */
  interface Disturbance {
    String disturb(String operation, String body);
  }

  private final Disturbance disturbance;

  FakeServer(Disturbance disturbance) throws IOException {
    this.disturbance = disturbance;
    this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return socket.getLocalPort();
  }

  /** Stores so many items in their first generation. */
  void fill(int count) throws IOException {
    for (int number = 0; number < count; number++) {
      put(JSON.readTree(HttpItems.item(number, 0)));
    }
  }

  private void put(JsonNode item) {
    synchronized (items) {
      items.put(key(item, "customer", "placed"), item);
    }
  }

  private static String key(JsonNode of, String customer, String placed) {
    return of.path(customer).path("S").asText() + " " + of.path(placed).path("N").asText();
  }

  private void accept() {
    try {
      while (true) {
        Socket connection = socket.accept();
        connection.setTcpNoDelay(true); // head and body come apart
        Thread.ofVirtual().start(() -> serve(connection));
      }
    } catch (IOException _) {
      // Closed: the test is over.
    }
  }

  private void serve(Socket connection) {
    try (connection;
        InputStream in = new BufferedInputStream(connection.getInputStream());
        OutputStream out = connection.getOutputStream()) {
      while (true) {
        String operation = null;
        int length = 0;
        String line = line(in);
        if (line == null) {
          return;
        }
        for (; !line.isEmpty(); line = line(in)) {
          String lower = line.toLowerCase(Locale.ROOT);
          if (lower.startsWith("x-amz-target:")) {
            operation = line.substring(line.indexOf('.') + 1);
          } else if (lower.startsWith("content-length:")) {
            length = Integer.parseInt(line.substring(line.indexOf(':') + 1).strip());
          }
        }
        answer(operation, JSON.readTree(in.readNBytes(length)), out);
      }
    } catch (IOException _) {
      // The client is gone.
    }
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        return null;
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  private void answer(String operation, JsonNode request, OutputStream out) throws IOException {
    String body = disturbance.disturb(operation, body(operation, request));
    if (body == null) {
      throw new IOException("hangs up");
    }
    int status = body.startsWith("{") ? 200 : 500;
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String head = "HTTP/1.1 " + status + " X\r\ncontent-Length: " + bytes.length + "\r\n\r\n";
    out.write(head.getBytes(StandardCharsets.US_ASCII));
    out.flush();
    out.write(bytes);
    out.flush();
  }

  private String body(String operation, JsonNode request) {
    synchronized (items) {
      return switch (operation) {
        case "PutItem" -> {
          put(request.get("Item"));
          yield "{}";
        }
        case "GetItem" ->
            "{\"Item\":" + items.get(key(request.get("Key"), "customer", "placed")) + "}";
        case "Query" -> query(request);
        default -> "no such operation";
      };
    }
  }

  private String query(JsonNode request) {
    JsonNode values = request.get("ExpressionAttributeValues");
    String customer = values.elements().next().path("S").asText();
    String from = values.has(":placed") ? key(values, ":customer", ":placed") : customer + " ";
    int limit = request.path("Limit").asInt(Integer.MAX_VALUE);
    return "{\"Items\":"
        + items.tailMap(from).values().stream()
            .filter(item -> item.path("customer").path("S").asText().equals(customer))
            .limit(limit)
            .toList()
        + "}";
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
