package dev.varve.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.identity.store.IdentityStore;
import dev.varve.identity.store.NewKey;
import dev.varve.identity.testing.Flip;
import dev.varve.protocol.ApiRequest;
import dev.varve.server.http.NoLeaks;
import dev.varve.server.http.RawClient.Received;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Writes with one changed bit, over sockets: none of them writes anything. */
@ExtendWith(NoLeaks.class)
@Timeout(120)
class OneBitOverHttpTest {
  private static final int REQUESTS = 3_000;
  private static final long SEED = 20260102;
  private static final String DYNAMODB = "DynamoDB_20120810.";

  @TempDir private Path folder;

  @Test
  void noChangedRequestWrites() throws IOException {
    NewKey admin;
    try (IdentityStore store = AuthServer.users(folder)) {
      admin = store.createKey("admin");
    }
    SplittableRandom random = new SplittableRandom(SEED);
    int written = 0;
    int refused = 0;
    try (AuthServer server = AuthServer.start(folder);
        SigningClient client = new SigningClient(server.port())) {
      assertEquals(
          200,
          client
              .call(
                  admin,
                  DYNAMODB + "CreateTable",
                  "{'TableName':'Tab','BillingMode':'PAY_PER_REQUEST','AttributeDefinitions':["
                      + "{'AttributeName':'p','AttributeType':'S'}],"
                      + "'KeySchema':[{'AttributeName':'p','KeyType':'HASH'}]}")
              .status());
      for (int i = 0; i < REQUESTS; i++) {
        String json = "{'TableName':'Tab','Item':{'p':{'S':'item-" + i + "'}}}";
        ApiRequest put =
            random.nextInt(4) == 0
                ? SigningClient.signer(admin)
                    .inQuery(
                        "POST",
                        SigningClient.headers(DYNAMODB + "PutItem"),
                        json.replace('\'', '"').getBytes(StandardCharsets.UTF_8),
                        "600")
                : SigningClient.signed(SigningClient.signer(admin), DYNAMODB + "PutItem", json);
        Flip flip = Flip.of(put, random);
        Received answer = client.send(flip.changed());
        // Over HTTP the path cannot be left out.
        if (flip.isSameRequest() && flip.changed().uri().startsWith("/")) {
          assertEquals(200, answer.status(), () -> flip + ": " + answer.text());
          written++;
        } else {
          assertNotEquals(200, answer.status(), () -> flip + ": " + answer.text());
          assertNotEquals(500, answer.status(), () -> flip + ": " + answer.text());
          refused++;
        }
        if (i % 100 == 0) {
          assertEquals(200, client.send(put).status()); // as it was signed
          written += flip.isSameRequest() && flip.changed().uri().startsWith("/") ? 0 : 1;
        }
      }
      Received items =
          client.call(admin, DYNAMODB + "Scan", "{'TableName':'Tab','Select':'COUNT'}");
      assertTrue(items.text().contains("\"Count\":" + written + ","), items.text());
    }
    assertTrue(refused > REQUESTS * 9 / 10, refused + " refused");
  }
}
