package dev.varve.soak.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ServerAddressTest {
  @TempDir Path directory;

  @Test
  void theLastLifeIsTheCurrentOne() throws Exception {
    ServerAddress address = new ServerAddress(directory.resolve("address"));
    assertEquals(0, address.current().life());
    address.publish(new ServerAddress.At(1, 8001));
    address.publish(new ServerAddress.At(2, 8002));
    assertEquals(new ServerAddress.At(2, 8002), address.current());
    assertEquals(new ServerAddress.At(2, 8002), address.awaitAfter(1, "killed"));
  }

  @Test
  void whoWaitsLearnsOfTheNextLife() throws Exception {
    ServerAddress address = new ServerAddress(directory.resolve("address"));
    address.publish(new ServerAddress.At(1, 8001));
    CompletableFuture<ServerAddress.At> next =
        CompletableFuture.supplyAsync(() -> awaitAfterFirst(address));
    address.publish(new ServerAddress.At(2, 8002));
    assertEquals(8002, next.join().port());
  }

  private static ServerAddress.At awaitAfterFirst(ServerAddress address) {
    try {
      return address.awaitAfter(1, "killed");
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
