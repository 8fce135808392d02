package dev.varve.soak.client;

import static dev.varve.dynamodb.value.AttributeValue.n;
import static dev.varve.dynamodb.value.AttributeValue.s;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.TableDefinition;
import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.api.ConditionalCheckFailedException;
import dev.varve.dynamodb.api.GetItem;
import dev.varve.dynamodb.api.PutItem;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.Item;
import dev.varve.protocol.ApiResponse;
import dev.varve.server.OneDatabase;
import dev.varve.server.VarveServer;
import dev.varve.soak.lane.Choice;
import dev.varve.soak.lane.Figures;
import dev.varve.soak.model.WrongAnswerException;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The client beside a server of this process, whose database is looked at directly. */
@Timeout(120)
class WireTest {
  private static final Item KEY = Item.of("p", s("a"));

  private static final ApiResponse EMPTY_PAGE =
      new ApiResponse(200, "text/plain", null, new byte[0]);

  @TempDir Path directory;
  private final Figures figures = new Figures();
  private Varve varve;
  private VarveServer server;
  private ServerAddress address;
  private Wire wire;

  @BeforeEach
  void start() throws IOException {
    varve = Varve.openInMemory();
    varve.createTable(TableDefinition.named("Tab").partitionKey("p", AttributeType.S).build());
    server =
        VarveServer.of(new OneDatabase(varve))
            .address("127.0.0.1", 0)
            .page("/health", _ -> EMPTY_PAGE)
            .page("/ready", _ -> EMPTY_PAGE)
            .start();
    address = new ServerAddress(directory.resolve("address"));
    address.publish(new ServerAddress.At(1, server.port()));
    wire = new Wire(address, figures);
  }

  @AfterEach
  void stop() throws IOException {
    wire.hangUp();
    server.close();
  }

  private static PutItem put(int number) {
    return PutItem.of("Tab", KEY.toBuilder().put("n", n(number)).build());
  }

  private boolean isThere() throws IOException {
    return varve.getItem(GetItem.of("Tab", KEY)).item().isPresent();
  }

  @Test
  void anItemIsWrittenAndRead() throws IOException {
    wire.putItem(put(1));
    assertEquals(n(1), wire.getItem(GetItem.of("Tab", KEY)).item().orElseThrow().get("n"));
    assertEquals(1, figures.count("PutItem"));
    assertEquals(1, wire.life());
  }

  @ParameterizedTest
  @EnumSource(names = {"CUT_HEAD", "CUT_BODY"})
  void aRequestThatIsCutHasNoEffectAndTheNextOneItsAnswer(Fault fault) throws IOException {
    wire.failNext(fault);
    assertThrows(CutException.class, () -> wire.putItem(put(1)));
    assertTrue(wire.getItem(GetItem.of("Tab", KEY)).item().isEmpty());
    assertFalse(isThere());
    wire.putItem(put(1));
    assertTrue(isThere());
    assertEquals(1, figures.count(fault.figure()));
  }

  @ParameterizedTest
  @EnumSource(names = {"UNREAD", "READ_PARTLY"})
  void aRequestWhoseAnswerIsNotReadMayHaveAnEffect(Fault fault) throws IOException {
    wire.failNext(fault);
    assertThrows(UnansweredException.class, () -> wire.putItem(put(1)));
    wire.putItem(put(2));
    assertTrue(isThere());
  }

  @Test
  void aRequestBehindWhichNothingWillFollowHasItsAnswer() throws IOException {
    wire.failNext(Fault.HALF_CLOSED);
    wire.putItem(put(1));
    assertTrue(isThere());
  }

  @Test
  void errorsAreWantedOrWrong() {
    assertThrows(
        ConditionalCheckFailedException.class,
        () -> wire.putItem(PutItem.into("Tab").item(KEY).condition("attribute_exists(p)").build()));
    WrongAnswerException wrong =
        assertThrows(WrongAnswerException.class, () -> wire.getItem(GetItem.of("Other", KEY)));
    assertTrue(wrong.getMessage().contains("ResourceNotFoundException"), wrong.getMessage());
  }

  @Test
  void aServerThatEndsIsNoticed() throws IOException {
    wire.putItem(put(1));
    server.close();
    LostException lost = assertThrows(LostException.class, () -> wire.putItem(put(2)));
    assertEquals(1, lost.life());
  }

  @Test
  void theNuisanceGetsAllItsAnswers() throws Exception {
    varve.createTable(ClientSettings.place(true).definition().build());
    Nuisance nuisance = new Nuisance(address, figures, new Choice(1));
    for (int i = 0; i < 100; i++) {
      nuisance.turn();
    }
    assertEquals(100, figures.total());
  }
}
