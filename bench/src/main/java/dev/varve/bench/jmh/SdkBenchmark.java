package dev.varve.bench.jmh;

import dev.varve.bench.files.Folders;
import dev.varve.bench.http.EmbeddedOrders;
import dev.varve.bench.http.HttpServer;
import dev.varve.bench.http.HttpStores;
import dev.varve.bench.http.OrderCalls;
import dev.varve.bench.http.SdkOrders;
import java.io.IOException;
import java.nio.file.Path;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;

/**
 * What does a call cost through the AWS SDK for Java, and how much of it is the SDK's and the
 * network's? A server that does nothing shows that, the embedded database all the rest.
 */
@Threads(8)
public class SdkBenchmark extends ComponentBenchmark {
  private static final String EMBEDDED = "embedded";
  private static final String NOTHING = "nothing";

  /** A table of orders, and the way to it. */
  @State(Scope.Benchmark)
  public static class Loaded {
    /** A server of {@link HttpStores}, a server that does nothing, or none. */
    @Param({EMBEDDED, NOTHING, "varve-buffered", "dynamodb-local-memory"})
    String store;

    /** How many items. */
    @Param("20000")
    int keys;

    private Path home;
    private OrderCalls calls;

    /** Starts and loads the store. */
    @Setup
    public void load() throws IOException, InterruptedException {
      home = BenchmarkDirectory.create();
      Path data = home.resolve("data");
      Folders.renew(data);
      calls =
          store.equals(EMBEDDED)
              ? new EmbeddedOrders(data, keys)
              : new SdkOrders(
                  HttpServer.start(
                      store.equals(NOTHING) ? HttpStores.nothing() : HttpStores.named(store), home),
                  keys);
    }

    /** Ends it and deletes its files. */
    @TearDown
    public void close() throws IOException {
      calls.close();
      Folders.delete(home);
    }
  }

  /** GetItem of 1 KB. */
  @Benchmark
  public Object getItem(Loaded loaded, KeyWalk walk) throws Exception {
    return loaded.calls.get(walk.number(loaded.keys));
  }

  /** PutItem of 1 KB in the place of an item. */
  @Benchmark
  public Object putItem(Loaded loaded, KeyWalk walk) throws Exception {
    return loaded.calls.put(walk.number(loaded.keys));
  }
}
