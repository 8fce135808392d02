package dev.varve.server.http;

import dev.varve.protocol.ApiRequest;
import dev.varve.protocol.Peer;
import dev.varve.server.http.RequestDecoder.Decoded;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.DecoderException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/**
 * One connection: reads a request, has it answered, writes the answer, and only then turns to the
 * next, since what clients send in a row may depend on each other. What comes meanwhile waits, some
 * of it here and the rest, unread, with the client.
 *
 * <p>All methods are for the event loop, except those at the end.
 */
final class HttpConnection extends ChannelInboundHandlerAdapter {
  private static final System.Logger LOG = System.getLogger("dev.varve.server");

  private final HttpCore core;
  private final RequestDecoder decoder;
  private final Deadline deadline;
  private final boolean turnedAway;
  private final EarlyBytes unread = new EarlyBytes();
  private ChannelHandlerContext context;

  /** A request is being answered. */
  private boolean busy;

  /** Waits for bytes of the budget. */
  private boolean crowded;

  /** The next answer is the last one. */
  private boolean stopping;

  /** The client sends nothing more, but may still read. */
  private boolean inputEnded;

  /** The last answer has been written; whatever comes is dropped. */
  private boolean ending;

  /** Something has been written and not been flushed. */
  private boolean unflushed;

  /** What the client had not taken when it was last looked at, while it is waited for. */
  private long unsentBefore;

  /** A connection from a peer. */
  HttpConnection(HttpCore core, Peer peer, boolean turnedAway) {
    this.core = core;
    this.turnedAway = turnedAway;
    this.decoder = new RequestDecoder(core.budget(), peer);
    this.deadline = new Deadline(core.limits());
  }

  // ---- Events of the channel ----

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    context = added;
    added.channel().closeFuture().addListener(_ -> core.connections().remove(this));
  }

  @Override
  public void channelActive(ChannelHandlerContext ignored) {
    deadline.enter(Deadline.Phase.FRESH);
    if (turnedAway) {
      core.counters().turnedAway();
      end(Reply.busy());
      flush();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ignored, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    if (ending) {
      bytes.release();
      return;
    }
    unread.add(bytes, context.alloc());
    proceed();
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ignored) {
    flush();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ignored) {
    if (context.channel().isWritable()) {
      proceed();
      flush();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ignored, Object event) {
    if (event instanceof ChannelInputShutdownEvent && !inputEnded) {
      inputEnded = true;
      if (!ending) {
        proceed();
        flush();
      } else if (deadline.phase() == Deadline.Phase.ENDING) {
        closeNow();
      }
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ignored) {
    ending = true;
    deadline.enter(Deadline.Phase.ANSWERING); // none any more
    dropInput();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ignored, Throwable cause) {
    if (cause instanceof IOException || cause instanceof DecoderException) {
      // The client has gone, or does not speak TLS: nothing that the server could mend.
      LOG.log(Level.DEBUG, "connection lost", cause);
    } else {
      LOG.log(Level.WARNING, "a connection failed", cause);
    }
    closeNow();
  }

  // ---- Reading ----

  /** Goes on as far as possible. */
  private void proceed() {
    try {
      while (mayRead()) {
        switch (decoder.read(unread.get())) {
          case MORE -> unread.trim();
          case HEAD -> {
            deadline.enter(Deadline.Phase.BODY);
            if (decoder.head().expectsContinue() && unread.isEmpty()) {
              ReplyWriter.writeContinue(context);
            }
          }
          case CROWDED -> awaitBudget();
          case WHOLE -> start(decoder.take());
        }
      }
    } catch (RefusedException refusal) {
      core.counters().refused();
      end(Reply.text(refusal.status(), refusal.getMessage()));
    }
    unread.trim();
    settle();
  }

  private boolean mayRead() {
    return (!unread.isEmpty() || decoder.needsNoBytes())
        && !busy
        && !crowded
        && !ending
        && context.channel().isWritable();
  }

  /** Sees to what has to follow when no more can be read for now. */
  private void settle() {
    if (ending) {
      return;
    }
    if (!busy && !crowded) {
      if (!context.channel().isWritable()) {
        awaitSending();
      } else if (inputEnded || (stopping && !decoder.hasBegun())) {
        endQuietly();
        return;
      } else if (decoder.head() != null) {
        deadline.enter(Deadline.Phase.BODY);
      } else if (decoder.hasBegun()) {
        deadline.enter(Deadline.Phase.HEAD);
      } else {
        deadline.enter(Deadline.Phase.IDLE);
      }
    }
    // Some of what comes too early is kept, and then the client has to wait.
    Channels.setAutoRead(context.channel(), !unread.isFull());
  }

  private void awaitBudget() {
    crowded = true;
    deadline.enter(Deadline.Phase.CROWDED);
    core.budget().await(decoder.lacking(), this::resumeCrowded);
  }

  /** Called by any thread. */
  private void resumeCrowded() {
    execute(() -> {
      if (crowded && !ending) {
        crowded = false;
        deadline.enter(Deadline.Phase.BODY);
        proceed();
        flush();
      }
    });
  }

  private void dropInput() {
    unread.drop();
    decoder.close();
  }

  // ---- Answering ----

  private void start(Decoded whole) {
    busy = true;
    deadline.enter(Deadline.Phase.ANSWERING);
    ApiRequest request = whole.request();
    if (request.method().equals("OPTIONS") && request.headers().value("Origin") != null) {
      finish(whole, Reply.empty(200), core.cors().preflightFields(request.headers()));
      return;
    }
    switch (core.handler().place(request)) {
      case EVENT_LOOP -> {
        switch (core.begin(request)) {
          case HttpCore.Step.Answered answered ->
              finish(whole, answered.reply(), core.cors().fields(request.headers()));
          case HttpCore.Step.Syncing syncing -> answerBy(core.syncs(), whole, syncing.reply());
          case HttpCore.Step.Untouched _ -> answerByWorker(whole);
        }
      }
      case WORKER -> answerByWorker(whole);
      case OWN_THREAD ->
          Workers.executeAlone(() -> answerElsewhere(whole, () -> core.reply(request)));
    }
  }

  private void answerByWorker(Decoded whole) {
    answerBy(core.workers(), whole, () -> core.reply(whole.request()));
  }

  private void answerBy(Workers workers, Decoded whole, Supplier<Reply> answer) {
    if (!workers.execute(() -> answerElsewhere(whole, answer))) {
      finish(whole, Reply.busy(), List.of()); // the server stops, and has waited long enough
    }
  }

  private void answerElsewhere(Decoded whole, Supplier<Reply> answer) {
    Reply reply = answer.get();
    List<Map.Entry<String, String>> fields = core.cors().fields(whole.request().headers());
    execute(() -> {
      finish(whole, reply, fields);
      proceed();
      flush();
    });
  }

  private void finish(Decoded whole, Reply reply, List<Map.Entry<String, String>> fields) {
    busy = false;
    core.budget().give(whole.taken());
    if (ending) {
      return; // the client has gone
    }
    RequestHead head = whole.head();
    boolean last = stopping || !head.keepAlive() || reply.status() == 413;
    ReplyWriter.Connection connection =
        last
            ? ReplyWriter.Connection.CLOSE
            : head.oldVersion() ? ReplyWriter.Connection.KEEP_ALIVE : ReplyWriter.Connection.STAYS;
    ChannelFuture written = write(reply, connection, fields, !head.method().equals("HEAD"));
    if (last) {
      endAfter(written);
    }
  }

  /** Writes an answer; what is returned tells when it has gone if it is large or the last. */
  private ChannelFuture write(
      Reply reply,
      ReplyWriter.Connection connection,
      List<Map.Entry<String, String>> fields,
      boolean withBody) {
    unflushed = true;
    boolean last = connection == ReplyWriter.Connection.CLOSE;
    ChannelPromise written = last || reply.isLarge() ? context.newPromise() : context.voidPromise();
    ReplyWriter.write(context, reply, connection, fields, withBody, written);
    if (reply.isLarge()) {
      int bytes = reply.body().length;
      core.budget().take(bytes);
      written.addListener(_ -> {
        core.budget().give(bytes);
        if (!written.isSuccess()) {
          closeNow(); // as for others, whose failure is an exception
        }
      });
    }
    return written;
  }

  /** Gives the client time to take what it was sent. */
  private void awaitSending() {
    if (deadline.phase() != Deadline.Phase.SENDING) {
      deadline.enter(Deadline.Phase.SENDING);
      unsentBefore = Channels.unsentBytes(context.channel());
    }
  }

  private void flush() {
    if (unflushed) {
      unflushed = false;
      context.flush();
    }
  }

  // ---- Ending ----

  /** Answers for the last time, although the request has not been read to its end. */
  private void end(Reply reply) {
    endAfter(write(reply, ReplyWriter.Connection.CLOSE, List.of(), true));
  }

  /**
   * Ends the connection once an answer is with the client. What the client sends is read and
   * dropped for a while: a connection that is closed with unread bytes is torn down at once, and
   * takes the answer with it.
   */
  private void endAfter(ChannelFuture written) {
    boolean clean = unread.isEmpty() && !decoder.hasBegun() && !turnedAway;
    ending = true;
    crowded = false;
    dropInput();
    awaitSending();
    Channels.setAutoRead(context.channel(), true);
    written.addListener(_ -> {
      if (clean || inputEnded || !written.isSuccess()) {
        closeNow();
      } else {
        deadline.enter(Deadline.Phase.ENDING);
        Channels.shutdownOutput(context);
      }
    });
  }

  /** Ends the connection once all that was written is with the client. */
  private void endQuietly() {
    ending = true;
    dropInput();
    awaitSending();
    unflushed = false;
    context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
  }

  // ---- Called by other threads ----

  /** Ends the connection if its client has been too slow. */
  void expireIfDue() {
    if (deadline.isDue()) {
      execute(this::expire);
    }
  }

  private void expire() {
    if (!deadline.isDue()) {
      return; // it has gone on meanwhile
    }
    switch (deadline.phase()) {
      case HEAD, BODY -> {
        core.counters().timedOut();
        end(Reply.text(408, "the request took too long to come"));
        flush();
      }
      case CROWDED -> {
        core.counters().refused();
        end(Reply.busy());
        flush();
      }
      case SENDING -> {
        long left = Channels.unsentBytes(context.channel());
        if (left < unsentBefore) { // slow, but it goes on
          unsentBefore = left;
          deadline.again();
        } else {
          core.counters().timedOut();
          closeNow();
        }
      }
      case FRESH, IDLE, ENDING -> closeNow();
      case ANSWERING -> {}
    }
  }

  /** Ends the connection: at once if it is idle, else with the next answer. */
  void stopSoon() {
    execute(() -> {
      stopping = true;
      if (!ending) {
        proceed();
        flush();
      }
    });
  }

  /** Ends the connection whatever it does. */
  @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for it
  void closeNow() {
    context.close();
  }

  /** Runs something in the event loop, unless that has ended and with it the connection. */
  private void execute(Runnable task) {
    try {
      context.executor().execute(task);
    } catch (RejectedExecutionException ended) {
      LOG.log(Level.DEBUG, "the server has stopped", ended);
    }
  }
}
