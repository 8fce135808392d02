package dev.varve.bench.http;

import dev.varve.bench.measure.Measured;
import dev.varve.bench.result.CellResult;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongConsumer;

/**
 * Connections to a server, each with one request outstanding: the next is sent when the answer is
 * there and checked. One thread serves all of them, so that the other processors are the server's.
 *
 * <p>A latency runs from the sending of a request to the arrival of its whole answer.
 */
public final class Generator implements AutoCloseable {
  private static final int INTERVAL_MILLIS = 100;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final int CONNECT_MILLIS = 10_000;

  private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final List<Connection> connections = new ArrayList<>();

  /**
   * Opens connections.
   *
   * @throws IOException if the server takes none
   */
  public Generator(int port, HttpWork work, int count) throws IOException {
    try {
      for (Exchange exchange : work.exchanges(port, count)) {
        connections.add(connect(port, exchange));
      }
    } catch (IOException | RuntimeException failed) {
      close();
      throw failed;
    }
  }

  private Connection connect(int port, Exchange exchange) throws IOException {
    Connection connection = new Connection(exchange);
    Bootstrap bootstrap =
        new Bootstrap()
            .group(loop)
            .channel(NioSocketChannel.class)
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
            .handler(connection);
    try {
      ChannelFuture _ = bootstrap.connect("127.0.0.1", port).sync();
      return connection;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /**
   * Asks for so long, and waits for the last answers.
   *
   * @param progress is told ten times a second how many requests were answered
   * @throws dev.varve.bench.measure.WrongAnswerException if an answer was wrong
   * @throws IOException if an answer was an error, or none came within a minute
   */
  public Measured run(long maxNanos, LongConsumer progress) throws Exception {
    Run run = new Run(maxNanos, connections.size());
    loop.execute(() -> connections.forEach(connection -> connection.begin(run)));
    List<CellResult.Interval> intervals = new ArrayList<>();
    long seen = 0;
    long since = System.nanoTime();
    while (!isOver(run)) {
      long answered = run.answered();
      intervals.add(new CellResult.Interval(answered - seen, 0, 0, 0));
      progress.accept(answered);
      if (answered > seen) {
        since = System.nanoTime();
      } else if (System.nanoTime() - since > PATIENCE_NANOS) {
        throw new IOException("the server has not answered for a minute");
      }
      seen = answered;
    }
    return run.measured(new CellResult.Timeline(INTERVAL_MILLIS, intervals));
  }

  private static boolean isOver(Run run) throws Exception {
    try {
      run.end().get(INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException _) {
      return false;
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw failed;
    }
  }

  /** Closes the connections. */
  @Override
  public void close() {
    Future<?> _ = loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
