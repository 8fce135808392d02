package dev.varve.server.http;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;

/**
 * The system calls under the connections: Java's, or Linux's own where Netty's library is there.
 */
enum Transport {
  NIO(NioServerSocketChannel.class),
  EPOLL(EpollServerSocketChannel.class);

  /** A part of the name of Netty's library, with which its jar is recognized without loading it. */
  private static final String EPOLL_LIBRARY = "META-INF/native/libnetty_transport_native_epoll_";

  private final Class<? extends ServerChannel> channel;

  Transport(Class<? extends ServerChannel> channel) {
    this.channel = channel;
  }

  /** The best one that is here. */
  static Transport best() {
    return isEpollHere() && Epoll.isAvailable() ? EPOLL : NIO;
  }

  private static boolean isEpollHere() {
    String machine = System.getProperty("os.arch").equals("aarch64") ? "aarch_64" : "x86_64";
    return System.getProperty("os.name").equals("Linux")
        && Transport.class.getClassLoader().getResource(EPOLL_LIBRARY + machine + ".so") != null;
  }

  /** The class of the channel that listens. */
  Class<? extends ServerChannel> channel() {
    return channel;
  }

  /** Starts threads for connections. */
  EventLoopGroup eventLoops(int threads) {
    IoHandlerFactory io =
        switch (this) {
          case NIO -> NioIoHandler.newFactory();
          case EPOLL -> EpollIoHandler.newFactory();
        };
    return new MultiThreadIoEventLoopGroup(threads, LoopThreads.factory(), io);
  }
}
