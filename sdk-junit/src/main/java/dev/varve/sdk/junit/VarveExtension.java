package dev.varve.sdk.junit;

import dev.varve.dynamodb.MemoryStore;
import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.VarveOptions;
import dev.varve.dynamodb.fault.FaultPlan;
import dev.varve.sdk.EmbeddedDynamoDb;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Gives tests a database in memory and clients of it; see {@link VarveTest}, which brings this
 * extension. It is registered by hand where there is more to say:
 *
 * <pre>{@code
 * @RegisterExtension
 * static final VarveExtension VARVE =
 *     VarveExtension.perTest().prepared(client -> createTables(client));
 * }</pre>
 *
 * <p>Immutable.
 */
public final class VarveExtension
    implements BeforeAllCallback,
        BeforeEachCallback,
        AfterEachCallback,
        AfterAllCallback,
        ParameterResolver {
  private static final Namespace PREPARED = Namespace.create(VarveExtension.class, "prepared");
  private static final String DATABASE = "database";

  /** Prepared stores are shared by all that want the same. */
  private record PreparedKey(Object preparation, VarveOptions options) {}

  private final Namespace own = Namespace.create(VarveExtension.class, this);
  private final Settings registered; // null: the test class's annotation says it

  /** For {@link VarveTest}, on the test class or one that encloses it. */
  public VarveExtension() {
    this(null);
  }

  private VarveExtension(Settings registered) {
    this.registered = registered;
  }

  /** An empty database for each test. */
  public static VarveExtension perTest() {
    return new VarveExtension(Settings.DEFAULTS);
  }

  /** An empty database for each class. */
  public static VarveExtension perClass() {
    return new VarveExtension(Settings.DEFAULTS.with(Lifetime.CLASS));
  }

  /** Databases that begin as a copy of one that is prepared once. */
  public VarveExtension prepared(StorePreparation preparation) {
    Objects.requireNonNull(preparation, "preparation");
    return new VarveExtension(requireRegistered().with(preparation, preparation));
  }

  /** Databases with these options. */
  public VarveExtension options(VarveOptions options) {
    return new VarveExtension(requireRegistered().with(options));
  }

  /** Databases that begin with these faults, once they are prepared. */
  public VarveExtension faults(FaultPlan plan) {
    Objects.requireNonNull(plan, "plan");
    return new VarveExtension(requireRegistered().with(plan));
  }

  private Settings requireRegistered() {
    if (registered == null) {
      throw new IllegalStateException("begin with perTest() or perClass()");
    }
    return registered;
  }

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    Settings settings = settings(context);
    if (settings.lifetime() == Lifetime.CLASS) {
      database(context, settings);
    }
    for (Field field : fields(context.getRequiredTestClass())) {
      if (Modifier.isStatic(field.getModifiers())) {
        if (settings.lifetime() != Lifetime.CLASS) {
          throw new ExtensionConfigurationException(
              field + " is static, which needs a database for the class: Lifetime.CLASS");
        }
        set(field, null, database(context, settings));
      }
    }
  }

  @Override
  public void beforeEach(ExtensionContext context) throws Exception {
    Settings settings = settings(context);
    for (Object instance : context.getRequiredTestInstances().getAllInstances()) {
      for (Field field : fields(instance.getClass())) {
        if (!Modifier.isStatic(field.getModifiers())) {
          set(field, instance, database(context, settings));
        }
      }
    }
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    if (settings(context).lifetime() == Lifetime.TEST) {
      closeDatabase(context);
    }
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    closeDatabase(context);
  }

  /** So that a constructor's parameters are of the test, and not of the class. */
  @Override
  public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext root) {
    return ExtensionContextScope.TEST_METHOD;
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return TestDatabase.gives(parameter.getParameter().getType());
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Settings settings = settings(context);
    if (settings.lifetime() == Lifetime.TEST && context.getTestMethod().isEmpty()) {
      throw new ParameterResolutionException(
          parameter.getParameter()
              + " is needed before any test, which needs a database for the class: Lifetime.CLASS");
    }
    return database(context, settings).get(parameter.getParameter().getType());
  }

  private Settings settings(ExtensionContext context) {
    if (registered != null) {
      return registered;
    }
    for (Class<?> type = context.getRequiredTestClass();
        type != null;
        type = type.getEnclosingClass()) {
      Optional<VarveTest> annotation = AnnotationSupport.findAnnotation(type, VarveTest.class);
      if (annotation.isPresent()) {
        return Settings.of(annotation.get());
      }
    }
    return Settings.DEFAULTS;
  }

  /** The test's database, or that of its class, opened now if it is not yet. */
  private TestDatabase database(ExtensionContext context, Settings settings) {
    Store values = context.getStore(own);
    return values.getOrComputeIfAbsent(DATABASE, _ -> open(context, settings), TestDatabase.class);
  }

  private static TestDatabase open(ExtensionContext context, Settings settings) {
    try {
      MemoryStore store =
          settings.preparation() == null ? new MemoryStore() : prepared(context, settings).fork();
      return new TestDatabase(store, settings.options(), settings.plan());
    } catch (IOException e) {
      throw new ExtensionConfigurationException("no database: " + e.getMessage(), e);
    }
  }

  private static MemoryStore prepared(ExtensionContext context, Settings settings) {
    return context
        .getRoot()
        .getStore(PREPARED)
        .getOrComputeIfAbsent(
            new PreparedKey(settings.preparationKey(), settings.options()),
            _ -> prepare(settings),
            MemoryStore.class);
  }

  private static MemoryStore prepare(Settings settings) {
    MemoryStore store = new MemoryStore();
    try (Varve varve = store.open(settings.options());
        DynamoDbClient client = EmbeddedDynamoDb.over(varve, settings.options()).client()) {
      settings.preparation().prepare(client);
      for (String table : varve.listTables()) {
        varve.flush(table); // else each copy would read it from the log
      }
    } catch (Exception e) {
      throw new ExtensionConfigurationException(
          "the preparation of the database failed: " + e.getMessage(), e);
    }
    return store;
  }

  private void closeDatabase(ExtensionContext context) throws IOException {
    TestDatabase database = context.getStore(own).remove(DATABASE, TestDatabase.class);
    if (database != null) {
      database.close();
    }
  }

  private static Iterable<Field> fields(Class<?> type) {
    return AnnotationSupport.findAnnotatedFields(
        type, FromVarve.class, _ -> true, HierarchyTraversalMode.TOP_DOWN);
  }

  private static void set(Field field, Object instance, TestDatabase database)
      throws IllegalAccessException {
    if (!TestDatabase.gives(field.getType())) {
      throw new ExtensionConfigurationException(
          "@FromVarve cannot give a " + field.getType().getName() + ": " + field);
    }
    ReflectionSupport.makeAccessible(field).set(instance, database.get(field.getType()));
  }
}
