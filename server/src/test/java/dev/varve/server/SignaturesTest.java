package dev.varve.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.Varve;
import dev.varve.identity.policy.Policy;
import dev.varve.identity.store.IdentityStore;
import dev.varve.identity.store.NewKey;
import dev.varve.server.ServerCommand.Running;
import dev.varve.server.http.NoLeaks;
import dev.varve.server.http.RawClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** A server with {@code --auth}, and AWS's own signatures. */
@ExtendWith(NoLeaks.class)
@Timeout(120)
class SignaturesTest {
  private static final String READS =
      """
      {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"dynamodb:GetItem","Resource":"*"}]}\
      """;
  private static final Map<String, AttributeValue> ITEM = Map.of("id", AttributeValue.fromS("a"));

  @TempDir private Path folder;

  private Running start() throws IOException {
    String[] arguments = {"-d", folder.toString(), "--port", "0", "--auth"};
    CommandLine commandLine = ServerMain.commandLine(Varve::openInMemory);
    commandLine.setDefaultValueProvider(
        Defaults.of(commandLine.getCommandSpec(), Map.of(), arguments));
    commandLine.parseArgs(arguments);
    ServerCommand command = commandLine.getCommand();
    return command.start();
  }

  private static DynamoDbClient client(Running running, String id, String secret) {
    return DynamoDbClient.builder()
        .endpointOverride(running.server().endpoint())
        .region(Region.EU_WEST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(id, secret)))
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .build();
  }

  /** A server notices within a second what others change. */
  private static void awaitKey(DynamoDbClient client) throws InterruptedException {
    for (int i = 0; i < 100; i++) {
      try {
        client.describeEndpoints();
        return;
      } catch (DynamoDbException e) {
        if (!e.awsErrorDetails().errorCode().equals("UnrecognizedClientException")) {
          return; // known, and not allowed
        }
        TimeUnit.MILLISECONDS.sleep(100);
      }
    }
    throw new AssertionError("the key is never noticed");
  }

  private static void assertRefused(String code, Runnable call) {
    DynamoDbException refused = assertThrows(DynamoDbException.class, call::run);
    assertEquals(code, refused.awsErrorDetails().errorCode());
    assertEquals(400, refused.statusCode());
  }

  @Test
  void onlyWhoSignsRightlyAndMayDoesIt() throws Exception {
    try (Running running = start()) {
      assertTrue(running.greeting().contains("there is no key yet"), running.greeting());
      NewKey admin;
      NewKey bob;
      try (IdentityStore store = IdentityStore.open(folder)) {
        admin = store.createKey("admin");
        bob = store.createKey("bob");
        store.setPolicy("bob", Optional.of(Policy.ofIdentity(READS)));
      }
      try (DynamoDbClient administrator = client(running, admin.id(), admin.secret());
          DynamoDbClient reader = client(running, bob.id(), bob.secret());
          DynamoDbClient liar = client(running, admin.id(), bob.secret());
          DynamoDbClient stranger = client(running, "AKIAIOSFODNN7EXAMPLE", admin.secret())) {
        awaitKey(administrator);
        administrator.createTable(request ->
            request
                .tableName("Tab")
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(
                    AttributeDefinition.builder()
                        .attributeName("id")
                        .attributeType(ScalarAttributeType.S)
                        .build())
                .keySchema(
                    KeySchemaElement.builder().attributeName("id").keyType(KeyType.HASH).build()));
        administrator.putItem(request -> request.tableName("Tab").item(ITEM));
        assertEquals(ITEM, reader.getItem(request -> request.tableName("Tab").key(ITEM)).item());
        assertRefused(
            "AccessDeniedException",
            () -> reader.putItem(request -> request.tableName("Tab").item(ITEM)));
        assertRefused("AccessDeniedException", reader::listTables);
        assertRefused("InvalidSignatureException", liar::listTables);
        assertRefused("UnrecognizedClientException", stranger::listTables);
        assertEquals(List.of("Tab"), administrator.listTables().tableNames());
      }
      try (RawClient unsigned = new RawClient(running.server().port())) {
        String answer =
            unsigned
                .send(
                    "POST / HTTP/1.1\r\nHost: h\r\nContent-Type: application/x-amz-json-1.0\r\nX-Amz-Target: DynamoDB_20120810.ListTables\r\nContent-Length: 2\r\n\r\n{}")
                .receive()
                .text();
        assertTrue(answer.contains("MissingAuthenticationTokenException"), answer);
      }
    }
    try (Running again = start()) {
      assertTrue(again.greeting().contains("signatures  required\n"), again.greeting());
    }
  }
}
