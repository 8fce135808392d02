package dev.varve.server.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;

/** What Netty's channels can be asked for, in one call each. */
final class Channels {
  private Channels() {}

  /** Bytes that were written and have not gone to the operating system. */
  static long unsentBytes(Channel channel) {
    ChannelOutboundBuffer out = channel.unsafe().outboundBuffer();
    return out == null ? 0 : out.totalPendingWriteBytes() - out.currentProgress();
  }

  /** Has a channel read what comes, or not; asks first, since setting costs more. */
  static void setAutoRead(Channel channel, boolean wanted) {
    if (channel.config().isAutoRead() != wanted) {
      channel.config().setAutoRead(wanted);
    }
  }

  /**
   * Tells the client that nothing more will come, and goes on reading. Nothing for TLS, which says
   * farewell in its own way when the channel is closed.
   */
  @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for it
  static void shutdownOutput(ChannelHandlerContext context) {
    if (context.pipeline().get(SslHandler.class) == null
        && context.channel() instanceof DuplexChannel duplex) {
      duplex.shutdownOutput();
    }
  }
}
