"""Hold the 《村干部管理办法(试行)》 as dated, cited data and pure functions."""
