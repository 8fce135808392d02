package dev.varve.bench.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.CRC32;

/**
 * A server that does nothing: it gives each request the same answer of its operation. It shows what
 * a client and the network cost by themselves. It trusts its client, and reads one request at a
 * time.
 */
final class IdleServer {
  private static final String HEAD_END = "\r\n\r\n";
  private static final String LENGTH = "content-length:";

  private IdleServer() {}

  /** Listens at the port that is the argument, until the process is ended. */
  public static void main(String[] arguments) throws InterruptedException {
    EventLoopGroup loops = new MultiThreadIoEventLoopGroup(NioIoHandler.newFactory());
    ChannelFuture listening =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    channel.pipeline().addLast(new Answers());
                  }
                })
            .bind(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]))
            .sync();
    ChannelFuture _ = listening.channel().closeFuture().sync();
  }

  /** Collects a request's bytes until it is whole. */
  private static final class Answers extends ChannelInboundHandlerAdapter {
    private static final byte[] ITEM = answer("{\"Item\":" + HttpItems.item(0, 0) + "}");
    private static final byte[] UNPROCESSED = answer("{\"UnprocessedItems\":{}}");
    private static final byte[] NOTHING = answer("{}");

    private final ByteBuf collected = Unpooled.buffer();

    private static byte[] answer(String json) {
      CRC32 checksum = new CRC32();
      checksum.update(json.getBytes(StandardCharsets.US_ASCII));
      return ("HTTP/1.1 200 OK\r\nContent-Type: application/x-amz-json-1.0\r\nContent-Length: "
              + json.length()
              + "\r\nx-amz-crc32: "
              + checksum.getValue()
              + "\r\nx-amzn-RequestId: 00000000-0000-0000-0000-000000000000"
              + HEAD_END
              + json)
          .getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ByteBuf bytes = (ByteBuf) message;
      collected.writeBytes(bytes);
      bytes.release();
      String text = collected.toString(StandardCharsets.US_ASCII);
      int body = text.indexOf(HEAD_END) + HEAD_END.length();
      if (body < HEAD_END.length()) {
        return;
      }
      String head = text.substring(0, body).toLowerCase(Locale.ROOT);
      int length = head.indexOf(LENGTH) + LENGTH.length();
      int end = head.indexOf('\r', length);
      if (text.length() - body < Integer.parseInt(head.substring(length, end).strip())) {
        return;
      }
      collected.clear();
      byte[] answer =
          head.contains(".getitem")
              ? ITEM
              : head.contains(".batchwriteitem") ? UNPROCESSED : NOTHING;
      ChannelFuture _ = context.writeAndFlush(Unpooled.wrappedBuffer(answer));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      ChannelFuture _ = context.close(); // the client has gone
    }
  }
}
