package dev.varve.bench.kv;

/** What a workload has to find in the store. */
public enum Requires {
  /** Nothing: it fills the store. */
  EMPTY {
    @Override
    public boolean isMetBy(Dataset data) {
      return false;
    }
  },
  /** All keys; there may be others between them. */
  LOADED {
    @Override
    public boolean isMetBy(Dataset data) {
      return data.step() == 1;
    }
  },
  /** All keys, and room for others between most of them. */
  ROOM {
    @Override
    public boolean isMetBy(Dataset data) {
      return data.step() == 1 && data.inserted() < data.count() / 2;
    }
  },
  /** All keys, some of them overwritten and others inserted between them, and room for more. */
  AGED {
    @Override
    public boolean isMetBy(Dataset data) {
      return data.step() == 1
          && data.maxGeneration() > 0
          && data.inserted() > 0
          && data.inserted() < data.count() / 4 * 3;
    }
  },
  /** All keys and no others. */
  DENSE {
    @Override
    public boolean isMetBy(Dataset data) {
      return data.isDense();
    }
  },
  /** A tenth of the keys, the others having been deleted in order. */
  SPARSE {
    @Override
    public boolean isMetBy(Dataset data) {
      return data.step() != 1;
    }
  };

  /** Whether the data set is that. */
  public abstract boolean isMetBy(Dataset data);
}
