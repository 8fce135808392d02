package dev.varve.sdk.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test class whose tests use DynamoDB. Each has a database in memory of its own, which is reached
 * by parameters, or by fields with {@link FromVarve}, of the types {@code DynamoDbClient}, {@code
 * DynamoDbAsyncClient}, {@code DynamoDbStreamsClient}, {@code DynamoDbStreamsAsyncClient}, {@code
 * Varve} and {@code EmbeddedDynamoDb}. So are the database's {@code Faults}, its {@code TestClock},
 * which runs with the machine's until the test sets it, and the {@code MemoryDatabase}, which can
 * be forked and set back. All that was injected is closed after the test.
 *
 * <pre>{@code
 * @VarveTest
 * class OrdersTest {
 *   @Test
 *   void ordersAreKept(DynamoDbClient client) { ... }
 * }
 * }</pre>
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@ExtendWith(VarveExtension.class)
public @interface VarveTest {
  /** How long a database lives. */
  Lifetime lifetime() default Lifetime.TEST;

  /**
   * What fills the database. It is done once in a run for all classes that name it; each test, or
   * class, begins with a copy, which is not much dearer than an empty database.
   */
  Class<? extends StorePreparation> prepared() default StorePreparation.None.class;
}
