package dev.varve.server.http;

import dev.varve.protocol.ApiRequest;
import dev.varve.protocol.Peer;
import dev.varve.protocol.Protocol;
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

  /** What DEFLATE can do at best, rounded up. */
  private static final long MAX_COMPRESSION = 1040;

  private final ByteBudget budget;
  private final Peer peer;
  private final HeadReader headReader = new HeadReader();
  private RequestHead head;
  private BodyArray body;

  /** Null for a body of known length. */
  private ChunkedBody chunks;

  /** The body has been read to its end. */
  private boolean complete;

  /** Taken from the budget for what a compressed body may become. */
  private int inflated;

  RequestDecoder(ByteBudget budget, Peer peer) {
    this.budget = budget;
    this.peer = peer;
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
    return complete ? inflatedBytes() : body.lacking();
  }

  /** Whether reading can go on without further bytes, once the budget allows it. */
  boolean needsNoBytes() {
    return complete;
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
    complete = complete || (chunks == null ? readFixed(in) : chunks.read(in));
    if (complete) {
      return takeInflated() ? Progress.WHOLE : Progress.CROWDED;
    }
    return in.isReadable() ? Progress.CROWDED : Progress.MORE;
  }

  /** A small body may become a large one, of which many at once would be too much. */
  private boolean takeInflated() {
    int bytes = inflatedBytes();
    if (bytes > 0 && !budget.tryTake(bytes)) {
      return false;
    }
    inflated = bytes;
    return true;
  }

  /** The most that the body may become if it is compressed; 0 if it is not. */
  private int inflatedBytes() {
    return head.headers().value("Content-Encoding") == null
        ? 0
        : (int) Math.min(Protocol.MAX_BODY_BYTES, MAX_COMPRESSION * body.length());
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
            new ApiRequest(head.method(), head.uri(), head.headers(), body.finish(), peer),
            body.taken() + inflated);
    forget();
    return whole;
  }

  /** Gives back what is held of a request that will not become whole. */
  void close() {
    if (body != null) {
      budget.give(body.taken() + (long) inflated);
    }
    forget();
  }

  private void forget() {
    head = null;
    body = null;
    chunks = null;
    complete = false;
    inflated = 0;
  }

  /**
   * A whole request.
   *
   * @param taken bytes that it holds of the budget
   */
  record Decoded(RequestHead head, ApiRequest request, int taken) {}
}
