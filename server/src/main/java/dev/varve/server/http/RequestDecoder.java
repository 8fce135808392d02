package dev.varve.server.http;

import dev.varve.protocol.ApiRequest;
import io.netty.buffer.ByteBuf;

/**
 * Cuts a connection's bytes into requests. How the bytes come in makes no difference to what is
 * read. For one connection.
 */
final class RequestDecoder {
  /** How far reading has come. */
  enum Progress {
    /** All bytes have been read, and no request is whole. */
    MORE,
    /** The head of a request with a body has been read. */
    HEAD,
    /** A request is whole: {@link #take} it. */
    WHOLE,
    /** The budget is exhausted: see {@link #lacking}. Reading can go on later. */
    CROWDED
  }

  private final ByteBudget budget;
  private final HeadReader headReader = new HeadReader();
  private RequestHead head;
  private BodyArray body;

  /** Null for a body of known length. */
  private ChunkedBody chunks;

  RequestDecoder(ByteBudget budget) {
    this.budget = budget;
  }

  /** Whether part of a request has been read. */
  boolean hasBegun() {
    return head != null || headReader.hasBegun();
  }

  /** The head of the request that is being read or is whole; null before. */
  RequestHead head() {
    return head;
  }

  /** Bytes that the budget lacks. */
  int lacking() {
    return body.lacking();
  }

  /** Reads on. */
  Progress read(ByteBuf in) throws RefusedException {
    if (head == null) {
      head = headReader.read(in);
      if (head == null) {
        return Progress.MORE;
      }
      body = new BodyArray(budget);
      if (head.bodyBytes() == 0) {
        return Progress.WHOLE;
      }
      chunks = head.bodyBytes() == RequestHead.CHUNKED ? new ChunkedBody(body) : null;
      return Progress.HEAD;
    }
    boolean whole = chunks == null ? readFixed(in) : chunks.read(in);
    if (whole) {
      return Progress.WHOLE;
    }
    return in.isReadable() ? Progress.CROWDED : Progress.MORE;
  }

  private boolean readFixed(ByteBuf in) {
    body.read(in, head.bodyBytes() - body.length(), head.bodyBytes());
    return body.length() == head.bodyBytes();
  }

  /** Takes the request that is whole; the next one can be read then. */
  Decoded take() {
    Decoded whole =
        new Decoded(
            head,
            new ApiRequest(head.method(), head.uri(), head.headers(), body.finish()),
            body.taken());
    forget();
    return whole;
  }

  /** Gives back what is held of a request that will not become whole. */
  void close() {
    if (body != null) {
      budget.give(body.taken());
    }
    forget();
  }

  private void forget() {
    head = null;
    body = null;
    chunks = null;
  }

  /**
   * A whole request.
   *
   * @param taken bytes that it holds of the budget
   */
  record Decoded(RequestHead head, ApiRequest request, int taken) {}
}
