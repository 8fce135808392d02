package dev.varve.sdk.junit;

import dev.varve.dynamodb.VarveOptions;
import dev.varve.dynamodb.fault.FaultPlan;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * What a test class asks for.
 *
 * @param preparation null for an empty database
 * @param preparationKey the same for preparations that need to be done but once
 * @param plan of the faults with which a database begins, once it is prepared
 */
record Settings(
    Lifetime lifetime,
    StorePreparation preparation,
    Object preparationKey,
    VarveOptions options,
    FaultPlan plan) {

  /** One partition for each table: tests have few items, and each partition costs some time. */
  static final Settings DEFAULTS =
      new Settings(
          Lifetime.TEST,
          null,
          null,
          VarveOptions.defaults().withPartitionsPerTable(1),
          FaultPlan.NONE);

  static Settings of(VarveTest annotation) {
    Settings settings = DEFAULTS.with(annotation.lifetime());
    Class<? extends StorePreparation> type = annotation.prepared();
    return type == StorePreparation.None.class
        ? settings
        : settings.with(client -> ReflectionSupport.newInstance(type).prepare(client), type);
  }

  Settings with(Lifetime other) {
    return new Settings(other, preparation, preparationKey, options, plan);
  }

  Settings with(StorePreparation other, Object key) {
    return new Settings(lifetime, other, key, options, plan);
  }

  Settings with(VarveOptions other) {
    return new Settings(lifetime, preparation, preparationKey, other, plan);
  }

  Settings with(FaultPlan other) {
    return new Settings(lifetime, preparation, preparationKey, options, other);
  }
}
