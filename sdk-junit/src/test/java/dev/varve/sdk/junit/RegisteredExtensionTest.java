package dev.varve.sdk.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.varve.dynamodb.VarveOptions;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

final class RegisteredExtensionTest {
  @RegisterExtension
  static final VarveExtension VARVE =
      VarveExtension.perTest()
          .options(VarveOptions.defaults().withRegion("eu-west-1"))
          .prepared(client -> {
            client.createTable(Tables.table("users"));
            Tables.put(client, "users", "ann");
          });

  @RepeatedTest(2)
  void aDatabaseIsPreparedByAFunctionAndHasItsOptions(DynamoDbClient client) {
    assertEquals(1, Tables.count(client, "users"));
    Tables.put(client, "users", "bob");
    assertEquals(
        "arn:aws:dynamodb:eu-west-1:000000000000:table/users",
        client.describeTable(table -> table.tableName("users")).table().tableArn());
    assertEquals("eu-west-1", client.serviceClientConfiguration().region().id());
  }

  @Test
  void settingsNeedABeginning() {
    VarveExtension ofAnnotation = new VarveExtension();
    assertThrows(IllegalStateException.class, () -> ofAnnotation.prepared(_ -> {}));
  }
}
