package dev.varve.bench.http;

import dev.varve.bench.measure.WrongAnswerException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;

/** One connection of a generator, for the generator's thread. */
final class Connection extends ChannelInboundHandlerAdapter {
  private static final int OK = 200;

  private final Exchange exchange;
  private final ResponseReader response = new ResponseReader();
  private ByteBuf request; // one of this length for all requests
  private ChannelHandlerContext context;
  private Run run;
  private long sent;

  Connection(Exchange exchange) {
    this.exchange = exchange;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    context = added;
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext removed) {
    if (request != null) {
      request.release();
      request = null;
    }
  }

  /** Sends the first request of a run. */
  void begin(Run next) {
    run = next;
    send();
  }

  private void send() {
    byte[] bytes = exchange.next();
    if (request == null) {
      request = Unpooled.directBuffer(bytes.length);
    }
    // Nobody reads it any more: its answer has come.
    request.clear().writeBytes(bytes);
    sent = System.nanoTime();
    ChannelFuture _ = context.writeAndFlush(request.retainedDuplicate(), context.voidPromise());
  }

  @Override
  public void channelRead(ChannelHandlerContext from, Object message)
      throws WrongAnswerException, IOException {
    ByteBuf in = (ByteBuf) message;
    try {
      if (!response.add(in)) {
        return;
      }
    } finally {
      in.release();
    }
    long now = System.nanoTime();
    if (response.status() != OK) {
      throw new IOException("status " + response.status() + ": " + response.body());
    }
    exchange.check(response.bytes(), response.bodyStart(), response.bodyLength());
    response.clear();
    if (run.answered(sent, now)) {
      send();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext closed) {
    fail(new IOException("the server has closed a connection"));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext failed, Throwable cause) {
    fail(cause);
    ChannelFuture _ = failed.close();
  }

  private void fail(Throwable cause) {
    if (run != null) {
      run.fail(cause);
    }
  }
}
