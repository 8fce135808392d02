package dev.varve.dynamodb.model;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;

/** A server of HTTP on the loopback that keeps what it is sent. Safe for use by many threads. */
public final class Endpoint implements AutoCloseable {
  /** No answer at all. */
  public static final int NEVER = 0;

  private final ServerSocket server;
  private final List<Request> requests = new ArrayList<>();
  private final Queue<Integer> answers = new ArrayDeque<>();
  private final List<Socket> connections = new ArrayList<>();

  /** A server, which answers until it is closed. */
  public Endpoint() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().name("endpoint").start(this::accept);
  }

  /** A request. */
  public record Request(String line, Map<String, String> headers, String body) {
    public String header(String name) {
      return headers.get(name);
    }
  }

  /** Answers the next requests with these statuses, and later ones with 200. */
  public synchronized void answer(int... statuses) {
    for (int status : statuses) {
      answers.add(status);
    }
  }

  public URI uri(String path) {
    return URI.create(
        "http://" + server.getInetAddress().getHostAddress() + ":" + server.getLocalPort() + path);
  }

  public synchronized List<Request> requests() {
    return List.copyOf(requests);
  }

  private void accept() {
    try {
      while (true) {
        Socket connection = server.accept();
        synchronized (this) {
          connections.add(connection);
        }
        Thread.ofVirtual().name("endpoint-connection").start(() -> serve(connection));
      }
    } catch (IOException closed) {
      // The end.
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      InputStream in = new BufferedInputStream(connection.getInputStream());
      for (Request request = read(in); request != null; request = read(in)) {
        int status;
        synchronized (this) {
          requests.add(request);
          Integer planned = answers.poll();
          status = planned == null ? 200 : planned;
        }
        if (status != NEVER) {
          connection
              .getOutputStream()
              .write(
                  ("HTTP/1.1 " + status + " x\r\nContent-Length: 0\r\n\r\n")
                      .getBytes(StandardCharsets.US_ASCII));
        }
      }
    } catch (IOException closed) {
      // The client has gone.
    }
  }

  private static Request read(InputStream in) throws IOException {
    String line = line(in);
    if (line.isEmpty()) {
      return null;
    }
    Map<String, String> headers = new HashMap<>();
    for (String header = line(in); !header.isEmpty(); header = line(in)) {
      int colon = header.indexOf(':');
      headers.put(
          header.substring(0, colon).toLowerCase(Locale.ROOT), header.substring(colon + 1).strip());
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    return new Request(line, headers, new String(in.readNBytes(length), StandardCharsets.UTF_8));
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
      line.append((char) next);
    }
    return line.toString().strip();
  }

  @Override
  public synchronized void close() throws IOException {
    server.close();
    for (Socket connection : connections) {
      connection.close();
    }
  }
}
