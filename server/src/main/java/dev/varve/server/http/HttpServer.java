package dev.varve.server.http;

import dev.varve.protocol.Peer;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Listens at an address and has a handler answer what comes. For any number of threads. */
public final class HttpServer {
  private static final int BACKLOG = 4096;
  private static final long LONGEST_SWEEP_PAUSE_MILLIS = 1000;

  private final HttpCore core;
  private final EventLoopGroup eventLoops;
  private final Channel listening;

  /** Looks for slow clients, again and again. */
  private final Future<?> sweep;

  private HttpServer(HttpCore core, EventLoopGroup eventLoops, Channel listening, Future<?> sweep) {
    this.core = core;
    this.eventLoops = eventLoops;
    this.listening = listening;
    this.sweep = sweep;
  }

  /**
   * Starts a server.
   *
   * @param address port 0 for any that is free
   * @param tls empty for connections that are not encrypted
   * @param threads of the event loops; 0 for as many as there are processors
   * @throws BindException if the address cannot be had: another process has it, or it is none of
   *     this machine's
   * @throws UnknownHostException if there is no such host
   */
  public static HttpServer start(
      InetSocketAddress address,
      HttpHandler handler,
      HttpLimits limits,
      Cors cors,
      Optional<Tls> tls,
      int threads)
      throws IOException {
    if (address.isUnresolved()) {
      throw new UnknownHostException(address.getHostString());
    }
    return start(address, HttpCore.of(handler, limits, cors, tls), Transport.best(), threads);
  }

  /** Starts a server on a transport. */
  static HttpServer start(
      InetSocketAddress address, HttpCore core, Transport transport, int threads)
      throws IOException {
    EventLoopGroup eventLoops =
        transport.eventLoops(threads == 0 ? Runtime.getRuntime().availableProcessors() : threads);
    ChannelFuture bound =
        new ServerBootstrap()
            .group(eventLoops)
            .channel(transport.channel())
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.SO_KEEPALIVE, true)
            // A client may say that it has sent all, and still wait for the answer.
            .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .childHandler(new Initializer(core))
            .bind(address)
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      eventLoops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
      BindException failure = new BindException(bound.cause().getMessage());
      failure.initCause(bound.cause());
      throw failure;
    }
    long pause = sweepPauseMillis(core.limits());
    Future<?> sweep =
        eventLoops
            .next()
            .scheduleWithFixedDelay(
                core.connections()::expire, pause, pause, TimeUnit.MILLISECONDS);
    return new HttpServer(core, eventLoops, bound.channel(), sweep);
  }

  /** How often slow clients are looked for: a fraction of the shortest limit. */
  private static long sweepPauseMillis(HttpLimits limits) {
    long shortest = limits.headTime().toMillis();
    for (Duration limit :
        new Duration[] {
          limits.bodyTime(), limits.idleTime(), limits.crowdedTime(), limits.sendTime()
        }) {
      shortest = Math.min(shortest, limit.toMillis());
    }
    return Math.clamp(shortest / 4, 10, LONGEST_SWEEP_PAUSE_MILLIS);
  }

  /** Prepares each connection that comes. */
  private static final class Initializer extends ChannelInitializer<Channel> {
    private final HttpCore core;

    Initializer(HttpCore core) {
      this.core = core;
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for a connection to be closed
    protected void initChannel(Channel channel) {
      core.counters().accepted();
      if (core.connections().isOverfull()) {
        core.counters().turnedAway();
        channel.close();
        return;
      }
      HttpConnection connection =
          new HttpConnection(core, peer(channel), core.connections().isFull());
      core.tls()
          .ifPresent(tls -> channel.pipeline().addLast(tls.current().newHandler(channel.alloc())));
      channel.pipeline().addLast(connection);
      core.connections().add(connection);
    }

    private Peer peer(Channel channel) {
      // No address where the client has gone already.
      Optional<InetAddress> address =
          channel.remoteAddress() instanceof InetSocketAddress remote
              ? Optional.ofNullable(remote.getAddress())
              : Optional.empty();
      return new Peer(address, core.tls().isPresent());
    }
  }

  /** The port that it listens at. */
  public int port() {
    return ((InetSocketAddress) listening.localAddress()).getPort();
  }

  /** Its figures. */
  public HttpStats stats() {
    return core.stats();
  }

  /**
   * Stops: takes no more connections, answers what has begun to come, and then ends. Stopping twice
   * does nothing more.
   *
   * @param grace for answers that are under way; what takes longer is cut off
   * @return whether everything was answered
   * @throws InterruptedException if the thread is interrupted; what is under way is cut off then
   */
  public boolean stop(Duration grace) throws InterruptedException {
    long end = System.nanoTime() + grace.toNanos();
    listening.close().awaitUninterruptibly();
    core.connections().stopSoon();
    try {
      boolean answered = core.connections().awaitNone(grace);
      core.connections().closeNow();
      // Also requests whose client has gone: they may be writing.
      boolean worked = core.workers().close(Duration.ofNanos(end - System.nanoTime()));
      boolean synced = core.syncs().close(Duration.ofNanos(end - System.nanoTime()));
      return worked && synced && answered;
    } finally {
      core.connections().closeNow();
      sweep.cancel(false);
      eventLoops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
  }
}
