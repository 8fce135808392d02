package dev.varve.dynamodb;

import static dev.varve.dynamodb.value.AttributeValue.n;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.api.DeleteItem;
import dev.varve.dynamodb.api.ResourceNotFoundException;
import dev.varve.dynamodb.api.UpdateItem;
import dev.varve.dynamodb.model.Databases;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.Item;
import dev.varve.testing.Operation;
import dev.varve.testing.OperationHook;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What failed has not changed memory. */
class FailedOperationsTest extends DatabaseFixture {
  private static final TableDefinition OTHER =
      TableDefinition.named("other").partitionKey("id", AttributeType.S).build();

  @Override
  Databases databases() throws IOException {
    return new Databases(VarveOptions.defaults().withEngine(Databases.SMALL));
  }

  @BeforeEach
  void fill() throws IOException {
    put(USERS, userKey("u"));
    put(NOTES, note("o", 1, "x"));
  }

  @Test
  void aTableWhoseDeletionCannotBeWrittenIsAsItWas() throws IOException {
    databases.onOperation(OperationHook.failing(_ -> true));
    assertThrows(IOException.class, () -> put(NOTES, note("o", 2, "y")));
    for (int i = 0; i < 2; i++) {
      assertThrows(IOException.class, () -> varve.deleteTable(USERS));
      assertUsersAreThere();
    }
    reopenAfterFailure();
    assertUsersAreThere();
    put(USERS, userKey("v"));
    assertEquals(2, varve.deleteTable(USERS).itemCount());
  }

  @Test
  void aTableWhoseDeletionCannotBeSyncedIsAsItWasUntilTheNextStart() throws IOException {
    databases.onOperation(OperationHook.failing(_ -> true));
    assertThrows(IOException.class, () -> varve.deleteTable(USERS));
    assertUsersAreThere();
    reopenAfterFailure();
    if (varve.listTables().contains(USERS)) {
      assertUsersAreThere();
    } else {
      assertUsersAreGone();
    }
  }

  @Test
  void aTableWhoseFilesCannotBeDroppedIsGoneAndSaysSo() throws IOException {
    databases.onOperation(OperationHook.failing(inManifest()));
    IOException e = assertThrows(IOException.class, () -> varve.deleteTable(USERS));
    assertTrue(
        e.getMessage()
            .startsWith(
                "table users is deleted, but its files stay until the database is opened again: "),
        e.getMessage());
    assertUsersAreGone();
    reopenAfterFailure();
    assertUsersAreGone();
    varve.createTable(TableDefinition.named(USERS).partitionKey("other", AttributeType.N).build());
    assertEquals(0, varve.countItems(USERS));
  }

  @Test
  void aTableThatCannotBeCreatedIsNotThere() throws IOException {
    for (Predicate<Operation> broken : List.of(inManifest(), inManifest().negate())) {
      databases.onOperation(OperationHook.failing(broken));
      assertThrows(IOException.class, () -> varve.createTable(OTHER));
      assertThrows(IOException.class, () -> varve.createTableIfMissing(OTHER));
      assertThrows(ResourceNotFoundException.class, () -> varve.overview("other"));
      assertUsersAreThere();
      reopenAfterFailure();
      // Whether it is there now depends on what was in the log.
      varve.createTableIfMissing(OTHER);
      varve.deleteTable("other");
      assertUsersAreThere();
    }
  }

  @Test
  void aTableIsNeitherReadNorCountedWhileAWriteIsUndecided() throws IOException {
    databases.onOperation(OperationHook.failing(_ -> true));
    for (int i = 0; i < 3; i++) {
      Item key = userKey("v" + i);
      assertThrows(IOException.class, () -> put(USERS, key));
      assertThrows(IOException.class, () -> varve.deleteItem(DeleteItem.of(USERS, userKey("u"))));
      assertThrows(
          IOException.class,
          () ->
              varve.updateItem(
                  UpdateItem.in(USERS).key(key).update("SET a = :v").value(":v", n(1)).build()));
      // The first put is undecided: an answer would tell of what may be gone after reopening.
      for (Executable question :
          List.<Executable>of(() -> scanAll(USERS), () -> varve.countItems(USERS))) {
        IOException undecided = assertThrows(IOException.class, question);
        assertTrue(undecided.toString().contains("injected failure"), undecided.toString());
      }
      assertEquals(note("o", 1, "x"), get(NOTES, noteKey("o", 1)));
      assertEquals(1, varve.countItems(NOTES));
    }
    reopenAfterFailure();
    assertEquals(scanAll(USERS).size(), varve.countItems(USERS));
  }

  private void assertUsersAreThere() throws IOException {
    assertEquals(List.of(NOTES, USERS), varve.listTables());
    assertEquals(1, varve.countItems(USERS));
    assertEquals(List.of(userKey("u")), scanAll(USERS));
    assertEquals(userKey("u"), get(USERS, userKey("u")));
    assertEquals(note("o", 1, "x"), get(NOTES, noteKey("o", 1)));
  }

  private void assertUsersAreGone() throws IOException {
    assertEquals(List.of(NOTES), varve.listTables());
    assertThrows(ResourceNotFoundException.class, () -> get(USERS, userKey("u")));
    assertThrows(ResourceNotFoundException.class, () -> varve.overview(USERS));
    assertEquals(note("o", 1, "x"), get(NOTES, noteKey("o", 1)));
  }

  private void reopenAfterFailure() throws IOException {
    databases.onOperation(_ -> {});
    varve = databases.killAfterFailure();
  }

  private static Predicate<Operation> inManifest() {
    return operation -> {
      Path name = operation.path().getFileName();
      return name != null && name.toString().startsWith("MANIFEST");
    };
  }
}
