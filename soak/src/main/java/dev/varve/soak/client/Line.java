package dev.varve.soak.client;

import dev.varve.soak.lane.Figures;
import dev.varve.soak.model.WrongAnswerException;
import java.io.IOException;

/** The connection of one thread to the server, made anew after each end. For that thread. */
final class Line {
  private static final int MOST_BUSY_ANSWERS = 600;
  private static final int BUSY_PAUSE_MILLIS = 50;

  /** Within the first line of an answer. */
  private static final int FIRST_BYTES = 9;

  private final ServerAddress address;
  private final Figures figures;
  private Fault next;
  private Connection connection;
  private int life;

  Line(ServerAddress address, Figures figures) {
    this.address = address;
    this.figures = figures;
  }

  /** Has the next call fail. */
  void failNext(Fault fault) {
    next = fault;
  }

  /** The life of the server to which this is connected. */
  int life() throws IOException {
    try {
      connect();
      return life;
    } catch (IOException e) {
      throw lost(e);
    }
  }

  /** Ends the connection if there is one. */
  void hangUp() throws IOException {
    if (connection != null) {
      connection.close();
      connection = null;
    }
  }

  /**
   * Sends a request and reads its answer.
   *
   * @param bodyBytes how many of the last bytes are the body
   */
  Answer call(String name, byte[] request, int bodyBytes) throws IOException {
    Fault fault = next;
    next = null;
    if (fault != null) {
      return fail(fault, request, bodyBytes);
    }
    for (int busy = 0; busy < MOST_BUSY_ANSWERS; busy++) {
      long begin = System.nanoTime();
      Answer answer = exchange(request, false);
      if (answer.status() != Answer.BUSY) {
        figures.took(name, System.nanoTime() - begin);
        return answer;
      }
      figures.took("busy-503", System.nanoTime() - begin);
      pause();
    }
    throw new WrongAnswerException(name + " was answered by 503 time after time");
  }

  private Answer fail(Fault fault, byte[] request, int bodyBytes) throws IOException {
    figures.took(fault.figure(), 0);
    int headBytes = request.length - bodyBytes;
    return switch (fault) {
      case CUT_HEAD -> throw cut(fault, request, headBytes / 2);
      case CUT_BODY -> throw cut(fault, request, headBytes + bodyBytes / 2);
      case HALF_CLOSED -> exchange(request, true);
      case UNREAD -> throw giveUp(fault, request, 0);
      case READ_PARTLY -> throw giveUp(fault, request, FIRST_BYTES);
    };
  }

  private CutException cut(Fault fault, byte[] request, int sent) throws IOException {
    try {
      connect();
      connection.send(request, sent);
      connection.reset();
    } catch (IOException e) {
      throw lost(e);
    }
    connection = null;
    return new CutException(fault);
  }

  private UnansweredException giveUp(Fault fault, byte[] request, int read) throws IOException {
    try {
      connect();
      connection.send(request);
      connection.skip(read);
      connection.reset();
    } catch (IOException e) {
      throw lost(e);
    }
    connection = null;
    return new UnansweredException(fault);
  }

  private Answer exchange(byte[] request, boolean halfClosed) throws IOException {
    try {
      connect();
      connection.send(request);
      if (halfClosed) {
        connection.endSending();
      }
      Answer answer = connection.receive();
      if (halfClosed || answer.last()) {
        hangUp();
      }
      return answer;
    } catch (IOException e) {
      throw lost(e);
    }
  }

  private void connect() throws IOException {
    if (connection == null) {
      ServerAddress.At at = address.current();
      life = at.life();
      connection = new Connection(at.port());
    }
  }

  private LostException lost(IOException cause) throws IOException {
    hangUp();
    return new LostException(life, cause);
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(BUSY_PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
